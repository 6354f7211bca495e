namespace Ash;

/// <summary>The two fields of a server-sent event that an Ash server uses.</summary>
internal readonly record struct SseFrame(string Type, byte[] Data);
