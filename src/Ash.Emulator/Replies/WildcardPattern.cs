using System.Globalization;

namespace Ash.Emulation.Replies;

/// <summary>
/// A wildcard as PowerShell reads it: <c>*</c>, <c>?</c>, <c>[a-z]</c>, a backtick before a character that stands for itself,
/// upper and lower case the same. Our own, because this assembly knows no PowerShell.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly List<Token> _tokens = [];

    public WildcardPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '*':
                    _tokens.Add(new Token(TokenKind.Any, ""));
                    break;
                case '?':
                    _tokens.Add(new Token(TokenKind.One, ""));
                    break;
                case '[':
                    _tokens.Add(new Token(TokenKind.Set, ReadSet(pattern, ref index)));
                    break;
                case '`' when index + 1 < pattern.Length:
                    _tokens.Add(Literal(pattern[++index]));
                    break;
                default:
                    _tokens.Add(Literal(pattern[index]));
                    break;
            }
        }
    }

    private enum TokenKind
    {
        Any,
        One,
        Set,
        Literal,
    }

    public bool IsMatch(string text)
    {
        // On a mismatch the last star takes one character more: no other state is needed.
        int token = 0, at = 0, star = -1, starAt = 0;
        while (at < text.Length)
        {
            if (token < _tokens.Count && _tokens[token].Kind == TokenKind.Any)
            {
                star = token++;
                starAt = at;
            }
            else if (token < _tokens.Count && Matches(_tokens[token], text[at]))
            {
                token++;
                at++;
            }
            else if (star >= 0)
            {
                token = star + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Count && _tokens[token].Kind == TokenKind.Any)
            token++;
        return token == _tokens.Count;
    }

    private static Token Literal(char c) => new(TokenKind.Literal, Fold(c).ToString());

    /// <summary>Returns the set as pairs of first and last character.</summary>
    private static string ReadSet(string pattern, ref int index)
    {
        var ranges = new List<char>();
        var at = index + 1;
        for (; at < pattern.Length && (pattern[at] != ']' || at == index + 1); at++)
        {
            if (pattern[at] == '`' && at + 1 < pattern.Length)
                at++;
            var first = Fold(pattern[at]);
            var last = first;
            if (at + 2 < pattern.Length && pattern[at + 1] == '-' && pattern[at + 2] != ']')
            {
                last = Fold(pattern[at + 2]);
                at += 2;
            }

            ranges.Add(first);
            ranges.Add(last);
        }

        if (at >= pattern.Length)
            throw new ArgumentException($"The wildcard pattern '{pattern}' has a '[' without a ']'.", nameof(pattern));
        index = at;
        return string.Concat(ranges);
    }

    private static bool Matches(Token token, char c) => token.Kind switch
    {
        TokenKind.One => true,
        TokenKind.Literal => token.Text[0] == Fold(c),
        _ => IsIn(token.Text, Fold(c)),
    };

    private static bool IsIn(string ranges, char c)
    {
        for (var index = 0; index < ranges.Length; index += 2)
        {
            if (c >= ranges[index] && c <= ranges[index + 1])
                return true;
        }

        return false;
    }

    private static char Fold(char c) => char.ToLower(c, CultureInfo.InvariantCulture);

    private readonly record struct Token(TokenKind Kind, string Text);
}
