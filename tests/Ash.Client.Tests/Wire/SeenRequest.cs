using System.Text;
using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed class SeenRequest
{
    public SeenRequest(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] first = lines[0].Split(' ');
        Method = first[0];
        Target = first[1];
        Headers = lines.Skip(1)
            .Select(static line => line.Split(':', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        Head = head;
    }

    public string Head { get; }

    public string Method { get; }

    public string Target { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; set; } = [];

    public string BodyText => Encoding.UTF8.GetString(Body);

    public JsonNode? Json => JsonNode.Parse(Body);

    public int ContentLength => Headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length, null) : 0;

    public override string ToString() => $"{Method} {Target}";
}
