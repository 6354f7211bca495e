namespace Ash.Emulation;

/// <summary>The event stream falls silent: no event comes any more, and the connection stays open.</summary>
public sealed class SilenceFault : StreamFault;
