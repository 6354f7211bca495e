using System.Management.Automation;

namespace Ash.Commands;

/// <summary>What happens when the module is imported and removed.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object Gate = new();
    private static int _runspaces;

    /// <summary>Opens the private load context. Runs before any command's types are looked at, once in each runspace.</summary>
    public void OnImport()
    {
        lock (Gate)
        {
            if (_runspaces++ > 0) return;
            PrivateAssemblies.Attach();
            TypeNames.Add();
        }
    }

    /// <summary>Closes what is this runspace's own; the last one takes back what <see cref="OnImport"/> did.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        DefaultConnection.Close();
        RunningEmulators.StopOwn();
        lock (Gate)
        {
            if (--_runspaces > 0) return;
            TypeNames.Remove();
            PrivateAssemblies.Detach();
        }
    }
}
