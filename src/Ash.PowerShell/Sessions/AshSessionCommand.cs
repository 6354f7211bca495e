using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that changes the state of sessions and emits each as it is afterwards.</summary>
public abstract class AshSessionCommand : AshServerCommand
{
    /// <summary>
    /// <para type="description">Sessions: objects from Get-AshSession or New-AshSession, ids, or anything with a SessionId or Id.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>The session afterwards.</returns>
    protected abstract Task<Session> ChangeAsync(string sessionId);

    /// <summary>Looks whether there is anything to do, before anybody is asked or told that it would be done.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is not.</exception>
    protected virtual void Check()
    {
    }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (string id in Session!)
        {
            ForSession(id, () =>
            {
                Check();
                if (ShouldProcess($"session {id}", Action)) WriteObject(Await(ChangeAsync(id)));
            });
        }
    }
}
