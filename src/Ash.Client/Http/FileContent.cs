using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Ash.Http;

/// <summary>
/// A JSON body with files in it as base64, which are read while it is sent: whatever their size, no more of them is in memory than a
/// buffer of 128 KiB.
/// </summary>
internal sealed class FileContent : HttpContent
{
    /// <summary>So much of a file is base64 without padding.</summary>
    private const int ChunkSize = 96 * 1024;

    private readonly IReadOnlyList<LocalFile> _files;
    private readonly ReadOnlyMemory<byte>[] _json;
    private readonly Action<long> _onSent;

    /// <summary>Makes a body.</summary>
    /// <param name="json">The JSON, with an empty string in the place of each file's content.</param>
    /// <param name="field">The field that is empty.</param>
    /// <param name="files">The files, in the order of their places.</param>
    /// <param name="onSent">Is told, as the body goes out, how many bytes of the files have.</param>
    public FileContent(ReadOnlyMemory<byte> json, string field, IReadOnlyList<LocalFile> files, Action<long> onSent)
    {
        _files = files;
        _json = SplitAtPlaces(json, field, files.Count);
        _onSent = onSent;
        Headers.ContentType = new("application/json");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Sum(static part => (long)part.Length) + _files.Sum(static file => UploadLimits.Base64Length(file.Length));
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(ChunkSize);
        byte[] text = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(ChunkSize));
        try
        {
            long before = 0;
            for (int i = 0; i < _files.Count; i++)
            {
                await stream.WriteAsync(_json[i], cancellationToken).ConfigureAwait(false);
                await WriteAsync(_files[i], stream, bytes.AsMemory(0, ChunkSize), text, before, cancellationToken).ConfigureAwait(false);
                before += _files[i].Length;
            }
            await stream.WriteAsync(_json[^1], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>
    /// The JSON before, between and behind the places. A quote within a string of JSON is escaped, so that nothing but a field can look
    /// like one.
    /// </summary>
    private static ReadOnlyMemory<byte>[] SplitAtPlaces(ReadOnlyMemory<byte> json, string field, int count)
    {
        byte[] place = Encoding.UTF8.GetBytes($"\"{field}\":\"\"");
        ReadOnlyMemory<byte>[] parts = new ReadOnlyMemory<byte>[count + 1];
        for (int i = 0; i < count; i++)
        {
            int end = json.Span.IndexOf(place) + place.Length - 1;
            parts[i] = json[..end];
            json = json[end..];
        }
        parts[count] = json;
        return parts;
    }

    private async Task WriteAsync(
        LocalFile file, Stream stream, Memory<byte> bytes, byte[] text, long before, CancellationToken cancellationToken)
    {
        FileStream content = file.Open();
        await using (content.ConfigureAwait(false))
        {
            for (long left = file.Length; left > 0;)
            {
                Memory<byte> chunk = bytes[..(int)Math.Min(left, bytes.Length)];
                if (await file.FillAsync(content, chunk, cancellationToken).ConfigureAwait(false) < chunk.Length) throw file.Changed();
                Base64.EncodeToUtf8(chunk.Span, text, out _, out int written);
                await stream.WriteAsync(text.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
                left -= chunk.Length;
                _onSent(before + file.Length - left);
            }
        }
    }
}
