using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>An event stream that went wrong in ways that a seed decides.</summary>
internal sealed class MutatedStream
{
    private static readonly byte[][] Pieces =
    [
        .. SampleTurn.Events.Select(static e => Utf8(Frame(e.Type, e.Json))),
        Utf8(Frame("text_delta", """{"delta":"Gr\u00fcezi \ud83e\udd8a"}""")),
        Utf8(Frame("error", """{"error":"off"}""")),
        Utf8(Frame("tool_result", "{}")),
        Utf8(Frame("message", SampleTurn.ResultMessage(SampleTurn.ResultBlock("toolu_1", "a"), SampleTurn.ResultBlock("toolu_2", "b", isError: true)))),
        Utf8(Frame("message", """{"type":"result","subtype":"error_max_turns","is_error":true,"errors":["x"]}""")),
        Utf8(Frame("done", """{"sessionId":""}""")),
        Utf8(Frame("session_end", "{}")),
        Utf8(": comment\nid: 1\nretry: 5\nevent: a\ndata: [1,\ndata: 2]\n\n"),
        Utf8("\uFEFFdata:{}\r\n\r\n"),
    ];

    private static readonly byte[][] Poisons =
    [
        [0], [0, 0, 0, 0], [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xef, 0xbb, 0xbf], [0xe2, 0x80, 0xa8],
        [(byte)'\r'], [(byte)'\n'], [(byte)'\r', (byte)'\n'], [(byte)'\n', (byte)'\n'], [(byte)':'], [(byte)'"'], [(byte)'\\'], [(byte)'{'], [(byte)'}'],
        Utf8("\\ud800"), Utf8("\\u0000"), Utf8("\ndata:"), Utf8("\nevent: done\n"), Utf8("1e999"), Utf8("-"), Utf8("null"), Utf8("\"type\":\"result\","),
    ];

    private readonly Random _random;

    public MutatedStream(int seed)
    {
        _random = new(seed);
        List<byte> bytes = [];
        if (_random.Next(2) == 0) bytes.AddRange(Utf8(SampleTurn.Body));
        else for (int i = _random.Next(12); i > 0; i--) bytes.AddRange(Pieces[_random.Next(Pieces.Length)]);
        for (int i = _random.Next(6); i > 0; i--) Mutate(bytes);
        Bytes = [.. bytes];
        Breaks = _random.Next(2) == 0;
        OddSizes = [.. Enumerable.Range(0, 1 + _random.Next(7)).Select(_ => 1 + _random.Next(_random.Next(2) == 0 ? 5 : 700))];
    }

    public byte[] Bytes { get; }

    /// <summary>The connection breaks at the end.</summary>
    public bool Breaks { get; }

    /// <summary>A way to split it.</summary>
    public int[] OddSizes { get; }

    private void Mutate(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int length = _random.Next(bytes.Count - at + 1);
        switch (_random.Next(11))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 2:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3 or 4:
                for (int i = 1 + _random.Next(8); i > 0 && bytes.Count > 0; i--) bytes[_random.Next(bytes.Count)] ^= (byte)(1 << _random.Next(8));
                break;
            case 5 or 6:
                bytes.InsertRange(at, Poisons[_random.Next(Poisons.Length)]);
                break;
            case 7:
                bytes.InsertRange(at, Pieces[_random.Next(Pieces.Length)]);
                break;
            case 8:
                byte[] noise = new byte[_random.Next(40)];
                _random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
            case 9:
                int depth = _random.Next(1, 3000);
                bytes.InsertRange(at, Utf8(Frame("deep", new string('[', depth) + new string(']', depth))));
                break;
            default:
                if (_random.Next(10) == 0) bytes.InsertRange(at, Enumerable.Repeat((byte)'x', _random.Next(100_000)));
                break;
        }
    }
}
