namespace Ash.PowerShell.Tests;

/// <summary>A theory that needs pwsh with Pester, and says so by name where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PesterTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for pwsh and Pester.</summary>
    public PesterTheoryAttribute() => Skip = PesterSuite.ReasonToSkip;
}
