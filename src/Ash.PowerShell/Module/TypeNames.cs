using System.Management.Automation;
using System.Reflection;

namespace Ash.Commands;

/// <summary>
/// Makes the client's public types known under their full names: PowerShell looks for <c>[Ash.Session]</c> in the shared load context
/// alone, where they are not.
/// </summary>
internal static class TypeNames
{
    private static readonly Type Accelerators =
        typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    public static void Add()
    {
        Action<string, Type> add = Accelerators.GetMethod("Add", [typeof(string), typeof(Type)])!.CreateDelegate<Action<string, Type>>();
        foreach (Type type in PrivateAssemblies.Client.GetExportedTypes()) add(type.FullName!, type);
    }

    public static void Remove()
    {
        MethodInfo remove = Accelerators.GetMethod("Remove", [typeof(string)])!;
        foreach (Type type in PrivateAssemblies.Client.GetExportedTypes()) remove.Invoke(null, [type.FullName]);
    }
}
