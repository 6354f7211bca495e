namespace Ash.Emulation;

/// <summary>What a shell command in an emulated sandbox answers.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Stdout">What it wrote to standard output.</param>
/// <param name="Stderr">What it wrote to standard error.</param>
public sealed record EmulatorCommandResult(int ExitCode, string Stdout = "", string Stderr = "");
