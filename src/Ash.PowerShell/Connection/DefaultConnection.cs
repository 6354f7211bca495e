using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Ash.Commands;

/// <summary>
/// The connection that commands use unless told otherwise, one a runspace: a parallel loop or a job neither takes over the console's
/// nor closes it. It goes when its runspace goes.
/// </summary>
internal static class DefaultConnection
{
    private static readonly ConditionalWeakTable<Runspace, Slot> Slots = [];

    /// <summary>What Connect-AshServer set; null where it was not called. Setting it ends what <see cref="Fail"/> began.</summary>
    public static Connection? Explicit
    {
        get => Current.Explicit;
        set => (Current.Explicit, Current.HasFailed) = (value, false);
    }

    private static Slot Current => Slots.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>
    /// There is no connection until one is made or given up: whoever asked for a server that could not be had does not mean the one before,
    /// nor another that the environment names.
    /// </summary>
    public static void Fail() => (Current.Explicit, Current.HasFailed) = (null, true);

    /// <summary>What Connect-AshServer set, or what the environment and the configuration file say now.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.NotConnected"/>: the last try to connect failed.</exception>
    public static Connection Get() => Current switch
    {
        { HasFailed: true } => throw new AshException(AshErrorCause.NotConnected, "There is no connection: the last try to connect failed."),
        { Explicit: { } made } => made,
        var slot => slot.Implicit(),
    };

    /// <summary>Closes this runspace's connection.</summary>
    public static void Close()
    {
        Current.Close();
        Slots.Remove(Runspace.DefaultRunspace);
    }

    private sealed class Slot
    {
        private ConnectionSettings? _settings;
        private Connection? _implicit;

        public Connection? Explicit { get; set; }

        public bool HasFailed { get; set; }

        /// <summary>Looks anew each time, so that a variable that is set takes effect, but keeps the sockets while nothing changed.</summary>
        public Connection Implicit()
        {
            ConnectionSettings settings = ConnectionSettings.Resolve();
            if (_implicit is null || !settings.IsSameAs(_settings))
            {
                _implicit = new(settings.ToOptions(), settings.ServerSource, settings.ApiKeySource);
                _settings = settings;
            }
            return _implicit;
        }

        public void Close()
        {
            Explicit?.Client.Dispose();
            _implicit?.Client.Dispose();
        }
    }
}
