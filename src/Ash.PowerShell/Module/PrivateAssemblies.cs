using System.Reflection;
using System.Runtime.Loader;

namespace Ash.Commands;

/// <summary>
/// The load context of Ash.Client, Ash.Emulator and what they need. Another module may load another version of the same package
/// into the shared context; in here nobody sees it, and it sees nothing of ours.
/// </summary>
internal sealed class PrivateAssemblies : AssemblyLoadContext
{
    private static readonly PrivateAssemblies Instance = new();

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(PrivateAssemblies).Assembly.Location)!, "lib");

    private PrivateAssemblies()
        : base("Ash")
    {
    }

    public static void Attach() => Default.Resolving += Resolve;

    public static void Detach() => Default.Resolving -= Resolve;

    public static Assembly Client => Instance.LoadFromAssemblyName(new("Ash.Client"));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>
    /// Answers to our own names and to nothing else: a handler that answered to the name of a package would hand our version of it to
    /// every module in the process (https://github.com/PowerShell/PSResourceGet/issues/1945).
    /// </summary>
    /// <remarks>
    /// The file itself is looked for, for by name a context that finds nothing asks the default one, which would ask here again without
    /// end where the file is missing.
    /// </remarks>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName assemblyName) =>
        assemblyName.Name is "Ash.Client" or "Ash.Emulator" ? Instance.Load(assemblyName) : null;
}
