using System.Text;

namespace Ash.Commands;

/// <summary>
/// Styles markdown as it is written, piece by piece: what has been shown is never taken back, so it needs no more of a terminal than
/// colours. It knows headings, lists, quotes, rules, blocks of code, bold, italic and code; anything else stays as it was written.
/// </summary>
/// <remarks>
/// A library parses a document that is whole, and a paragraph of which the end is missing is none. Here only the few characters are held
/// back whose meaning the next one decides, and a style ends with its line at the latest, so that a star left alone does no harm.
/// </remarks>
/// <param name="isStyled">Whether to style it; otherwise it stays as it was written.</param>
internal sealed class MarkdownStream(bool isStyled)
{
    private const string Bold = "1";
    private const string Dim = "2";
    private const string Italic = "3";
    private const string Code = "36";
    private const string Heading = "1;4";

    private readonly StringBuilder _out = new();

    /// <summary>The beginning of a line, while it does not tell yet what the line is.</summary>
    private readonly StringBuilder _start = new();

    private bool _isStart = true;
    private bool _isVerbatim;
    private bool _isLineEmpty = true;

    /// <summary>The fence that the block of code began with; null outside of one.</summary>
    private string? _fence;

    /// <summary>Stars or backticks that stand in a row, and may not be all.</summary>
    private char _runOf;
    private int _run;

    private string _shownStyle = string.Empty;
    private string? _lineStyle;
    private bool _bold;
    private bool _italic;

    /// <summary>How many backticks the code in the line began with; 0 outside of it.</summary>
    private int _code;
    private bool _escaped;
    private char _previous = '\n';
    private char _surrogate;

    /// <summary>The next piece of text.</summary>
    /// <param name="piece">The piece, as an agent wrote it.</param>
    /// <returns>What to show now.</returns>
    public string Next(string piece)
    {
        foreach (char c in piece)
        {
            if (c == '\r') continue;
            Take(c is '\n' or '\t' ? c : Printable.Sign(c));
        }
        return Flush();
    }

    /// <summary>The text is over.</summary>
    /// <returns>What was held back, with the end of its line.</returns>
    public string End()
    {
        if (!_isLineEmpty) Take('\n');
        _fence = null;
        return Flush();
    }

    private string Flush()
    {
        // The two halves of one character come in two pieces at times, and a terminal needs them at once.
        if (_surrogate != 0) _out.Insert(0, _surrogate);
        _surrogate = '\0';
        if (_out.Length > 0 && char.IsHighSurrogate(_out[^1]))
        {
            _surrogate = _out[^1];
            _out.Length--;
        }
        string shown = _out.ToString();
        _out.Clear();
        return shown;
    }

    private void Take(char c)
    {
        _isLineEmpty = c == '\n';
        if (!isStyled) _out.Append(c);
        else if (c == '\n') EndLine();
        else if (_isStart) TakeStart(c);
        else if (_isVerbatim) _out.Append(c);
        else TakeInline(c);
    }

    private void TakeStart(char c)
    {
        string held = _start.ToString();
        string mark = held.TrimStart();
        bool isIndent = mark.Length == 0 && c is ' ' or '\t';
        bool isRun = c is '#' or '`' or '~' or '-' or '*' or '_' or '+' && (mark.Length == 0 || IsRun(mark, c));
        if (isIndent || isRun)
        {
            _start.Append(c);
            return;
        }

        string indent = held[..^mark.Length];
        if (_fence is not null)
        {
            BeginVerbatim(Code, held + c);
        }
        else if (mark.Length >= 3 && mark[0] is '`' or '~')
        {
            _fence = mark;
            BeginVerbatim(Dim, held + c);
        }
        else if (mark.Length is > 0 and <= 6 && mark[0] == '#' && c == ' ')
        {
            Begin();
            _lineStyle = mark.Length == 1 ? Heading : Bold;
            Restyle();
        }
        else if (mark is "-" or "*" or "+" && c == ' ')
        {
            Begin();
            _out.Append(indent).Append("• ");
        }
        else if (mark.Length == 0 && c == '>')
        {
            // What is quoted has a beginning of its own: a list, a heading, another quote.
            _start.Clear();
            _out.Append(indent).Append("\x1b[2m│\x1b[0m");
        }
        else
        {
            Begin();
            foreach (char h in held) TakeInline(h);
            TakeInline(c);
        }
    }

    private void TakeInline(char c)
    {
        if (_escaped)
        {
            _escaped = false;
            if (!char.IsPunctuation(c) && !char.IsSymbol(c)) Show('\\');
            Show(c);
            return;
        }
        if (_run > 0 && c != _runOf) EndRun(c);
        if (c == '`' || (c == '*' && _code == 0))
        {
            _runOf = c;
            _run++;
        }
        else if (c == '\\' && _code == 0)
        {
            _escaped = true;
        }
        else
        {
            Show(c);
        }
    }

    /// <summary>A row of stars or backticks is over, and what stands before and behind it says what it means.</summary>
    private void EndRun(char next)
    {
        int count = _run;
        _run = 0;
        bool opens = !char.IsWhiteSpace(next) && !char.IsLetterOrDigit(_previous);
        bool closes = !char.IsWhiteSpace(_previous);
        if (_runOf == '`')
        {
            if (_code == 0 && next != '\n') _code = count;
            else if (_code == count) _code = 0;
            else ShowRun(count);
        }
        else
        {
            bool bold = _bold, italic = _italic;
            if (count is 2 or 3 && (_bold ? closes : opens)) _bold = !_bold;
            if (count is 1 or 3 && (_italic ? closes : opens)) _italic = !_italic;
            if (bold == _bold && italic == _italic) ShowRun(count);
        }
        Restyle();
    }

    private void EndLine()
    {
        string held = _start.ToString();
        string mark = held.TrimStart();
        if (_isStart && _fence is not null)
        {
            bool isEnd = mark.StartsWith(_fence, StringComparison.Ordinal) && IsRun(mark, _fence[0]);
            BeginVerbatim(isEnd ? Dim : Code, held);
            if (isEnd) _fence = null;
        }
        else if (_isStart && mark.Length >= 3 && mark[0] is '`' or '~')
        {
            _fence = mark;
            BeginVerbatim(Dim, held);
        }
        else if (_isStart && mark.Length >= 3 && mark[0] is '-' or '*' or '_')
        {
            BeginVerbatim(Dim, new('─', 40));
        }
        else
        {
            if (_isStart)
            {
                Begin();
                foreach (char c in held) TakeInline(c);
            }
            if (_escaped) Show('\\');
            if (_run > 0) EndRun('\n');
        }
        (_lineStyle, _bold, _italic, _code, _escaped) = (null, false, false, 0, false);
        Restyle();
        _out.Append('\n');
        (_isStart, _isVerbatim, _previous) = (true, false, '\n');
        _start.Clear();
    }

    private void Begin()
    {
        _isStart = false;
        _start.Clear();
    }

    private void BeginVerbatim(string style, string text)
    {
        Begin();
        _isVerbatim = true;
        _lineStyle = style;
        Restyle();
        _out.Append(text);
    }

    private void ShowRun(int count)
    {
        for (int i = 0; i < count; i++) Show(_runOf);
    }

    private void Show(char c)
    {
        _out.Append(c);
        _previous = c;
    }

    /// <summary>Has the terminal show what comes in the style that is in force now.</summary>
    private void Restyle()
    {
        string?[] parts = [_lineStyle, _bold ? Bold : null, _italic ? Italic : null, _code > 0 ? Code : null];
        string style = string.Join(';', parts.Where(static part => part is not null));
        if (style == _shownStyle) return;
        _out.Append(style.Length == 0 ? "\x1b[0m" : $"\x1b[0;{style}m");
        _shownStyle = style;
    }

    private static bool IsRun(string text, char c) => text.All(other => other == c);
}
