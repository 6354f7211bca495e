using System.Reflection;
using System.Text.Json;

namespace Ash.Tests;

/// <summary>Asks an event everything that can be asked of it.</summary>
internal static class EventProbe
{
    /// <summary>Every public property and parameterless method, as one text. Whatever the data, none may throw.</summary>
    public static string Ask(AshEvent e)
    {
        IEnumerable<string> properties = e.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.Name != nameof(AshEvent.ReceivedAt))
            .Select(p => $"{p.Name}={p.GetValue(e)}");
        IEnumerable<string> methods = e.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(static m => m.GetParameters().Length == 0 && m.ReturnType == typeof(JsonElement))
            .Select(m => $"{m.Name}={Show((JsonElement)m.Invoke(e, null)!)}");
        return $"{e.GetType().Name} {e} {e.GetJson()} {string.Join(' ', properties)} {string.Join(' ', methods)}";
    }

    private static string Show(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "nothing" : element.GetRawText();
}
