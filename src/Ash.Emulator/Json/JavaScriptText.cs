using System.Text.Encodings.Web;

namespace Ash.Emulation.Json;

/// <summary>
/// Escapes what JavaScript's <c>JSON.stringify</c> escapes and nothing else. The encoders of .NET also escape emoji and line
/// separators, which a real server sends as they are, so that a client would never meet them here.
/// </summary>
internal sealed unsafe class JavaScriptText : JavaScriptEncoder
{
    public static readonly JavaScriptText Encoder = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var index = 0; index < textLength; index++)
        {
            var c = text[index];
            if (c is < ' ' or '"' or '\\')
                return index;
            if (!char.IsSurrogate(c))
                continue;
            if (!char.IsHighSurrogate(c) || index + 1 == textLength || !char.IsLowSurrogate(text[index + 1]))
                return index;
            index++;
        }

        return -1;
    }

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\' or (>= 0xD800 and <= 0xDFFF);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var text = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\b' => @"\b",
            '\f' => @"\f",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            _ => $"\\u{unicodeScalar:x4}",
        };
        numberOfCharactersWritten = 0;
        if (text.Length > bufferLength)
            return false;
        text.CopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = text.Length;
        return true;
    }
}
