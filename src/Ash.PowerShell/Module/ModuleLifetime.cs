using System.Management.Automation;

namespace Ash.Commands;

/// <summary>What happens when the module is imported and removed.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Opens the private load context. Runs before any command's types are looked at.</summary>
    public void OnImport()
    {
        PrivateAssemblies.Attach();
        TypeNames.Add();
    }

    /// <summary>Closes every connection and takes back what <see cref="OnImport"/> did.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        DefaultConnection.CloseAll();
        RunningEmulators.StopAll();
        TypeNames.Remove();
        PrivateAssemblies.Detach();
    }
}
