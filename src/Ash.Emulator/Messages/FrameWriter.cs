using System.Globalization;
using System.Text;
using Ash.Emulation.Http;

namespace Ash.Emulation.Messages;

/// <summary>Puts frames into the body of an answer, and lets happen to them what the faults say.</summary>
internal sealed class FrameWriter
{
    private readonly ChunkedBody _body;
    private readonly List<StreamFault> _faults;
    private int _events;
    private bool _isSilent;

    public FrameWriter(ChunkedBody body, IEnumerable<EmulatorFault> faults)
    {
        _body = body;
        _faults = [.. faults.OfType<StreamFault>()];
        StrikeBetweenFrames();
    }

    /// <summary>The fault that ended the stream.</summary>
    public CutFault? Cut { get; private set; }

    /// <summary>Whether nothing is written any more, not even the end.</summary>
    public bool IsSilent => _isSilent && Cut is null;

    public void Write(ReadOnlyMemory<byte> frame)
    {
        if (frame.IsEmpty || _isSilent || Cut is not null)
            return;
        if (_faults.Count > 0 && _faults.OfType<CutFault>().FirstOrDefault(IsDue) is { } cut)
        {
            CutInside(frame, cut);
            return;
        }

        _body.Add(frame.Span);
        _events++;
        if (_faults.Count > 0)
            StrikeBetweenFrames();
    }

    private bool IsDue(StreamFault fault) => fault.AfterEvents == _events;

    private void StrikeBetweenFrames()
    {
        foreach (var fault in _faults.Where(IsDue))
        {
            switch (fault)
            {
                case FrameFault { Text: var text }:
                    _body.Add(Encoding.UTF8.GetBytes(text));
                    break;
                case SilenceFault:
                    _isSilent = true;
                    break;
                case CutFault { Bytes: 0 } cut:
                    Cut = cut;
                    break;
            }
        }
    }

    private void CutInside(ReadOnlyMemory<byte> frame, CutFault cut)
    {
        var part = frame.Span[..Math.Min(cut.Bytes, frame.Length)];
        if (cut.SendLastChunk)
        {
            _body.Add(part);
        }
        else
        {
            // The chunk promises the whole frame: that is how a connection breaks in the middle of one.
            _body.AddUnframed(Encoding.ASCII.GetBytes(frame.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            _body.AddUnframed(part);
        }

        Cut = cut;
    }
}
