using System.Text.Json;
using System.Text.Json.Nodes;
using Ash.Emulation.Files;
using Ash.Emulation.Json;

namespace Ash.Emulation.Agents;

/// <summary>A deployed agent.</summary>
internal sealed class Agent
{
    private FileTree? _files;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public string Path { get; private set; } = "";

    /// <summary>Names only: nothing here ever needs a value, so none is kept.</summary>
    public IReadOnlyCollection<string> EnvNames { get; set; } = [];

    public JsonObject Config { get; set; } = [];

    /// <summary>Whether the files live here, and not in a folder of this machine.</summary>
    public bool IsManaged => _files is not null;

    /// <summary>The files, or null when the folder they were deployed from is gone.</summary>
    public FileTree? OpenFiles() => _files ?? (Directory.Exists(Path) ? FileTree.Load(Path) : null);

    public FileTree UseManagedFiles()
    {
        Path = $"/var/lib/ash/agents/{Name}";
        return _files ??= new FileTree();
    }

    public void UseFolder(string path)
    {
        Path = path;
        _files = null;
    }

    public void WriteTo(Utf8JsonWriter json, DateTimeOffset? createdAt = null, bool withEnv = true)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("name", Name);
        json.WriteNumber("version", Version);
        json.WriteString("path", Path);
        json.WriteTime("createdAt", createdAt ?? CreatedAt);
        json.WriteTime("updatedAt", UpdatedAt);
        json.WriteString("tenantId", "default");
        if (withEnv && EnvNames.Count > 0)
        {
            json.WriteStartObject("env");
            foreach (var name in EnvNames)
                json.WriteString(name, "***");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
