namespace Ash.Emulation.Messages;

/// <summary>Cuts a text into the few pieces in which it arrives when a client wants partial messages.</summary>
internal static class TextPieces
{
    private const int ShortestPiece = 8;
    private const int MostPieces = 16;

    public static IEnumerable<string> Of(string text)
    {
        var length = Math.Max(ShortestPiece, (text.Length + MostPieces - 1) / MostPieces);
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + length, text.Length);
            // Half an emoji would be no text.
            if (end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }
}
