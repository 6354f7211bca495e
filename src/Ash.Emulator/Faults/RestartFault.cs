namespace Ash.Emulation;

/// <summary>The server restarts in the middle of an answer: every connection is cut, and active sessions are paused.</summary>
/// <param name="emulator">The server.</param>
public sealed class RestartFault(AshEmulator emulator) : CutFault
{
    internal override void AfterCut() => emulator.Restart();
}
