using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Ash.Http;

namespace Ash;

/// <summary>A file that a server is sending. It is read once; dispose it to close the connection.</summary>
public sealed class FileDownload : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly Stream _content;
    private readonly string _path;
    private readonly Uri _server;
    private readonly AshClientOptions _options;
    private byte[] _buffer;
    private int _buffered;

    private FileDownload(HttpResponseMessage response, Stream content, string path, Uri server, AshClientOptions options)
    {
        _response = response;
        _content = content;
        _path = path;
        _server = server;
        _options = options;
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    }

    /// <summary>The file's name, as the server gives it; null where it gives none.</summary>
    public string? Name => Disposition.FileNameStar ?? Disposition.FileName?.Trim('"');

    /// <summary>Its media type.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Its size in bytes; null where the server does not say.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>Where the server has a session's file from: <c>sandbox</c> or <c>snapshot</c>; null of another file.</summary>
    public string? Source => _response.Headers.TryGetValues("x-ash-source", out IEnumerable<string>? values) ? values.First() : null;

    private ContentDispositionHeaderValue Disposition => _response.Content.Headers.ContentDisposition!;

    /// <summary>Waits for the first bytes, up to which a failure is one of the call.</summary>
    internal static async Task<FileDownload> BeginAsync(
        HttpResponseMessage response, string path, Uri server, AshClientOptions options, CancellationToken cancellationToken)
    {
        Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        FileDownload download = new(response, content, path, server, options);
        download._buffered = await content.ReadAsync(download._buffer, cancellationToken).ConfigureAwait(false);
        return download;
    }

    /// <summary>Copies the content as it comes. No more of it than a buffer of 128 KiB is in memory.</summary>
    /// <param name="destination">Where it goes. What that throws is passed on as it is.</param>
    /// <param name="progress">Is told how many bytes have been copied.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>A task that ends behind the last byte.</returns>
    /// <exception cref="AshApiException">
    /// <see cref="AshErrorCause.ServerUnreachable"/>: the connection broke before the end. <see cref="AshErrorCause.RequestTimedOut"/>: for
    /// as long as an answer may take, nothing more came.
    /// </exception>
    public async Task CopyToAsync(Stream destination, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        long copied = 0;
        while (_buffered > 0)
        {
            await destination.WriteAsync(_buffer.AsMemory(0, _buffered), cancellationToken).ConfigureAwait(false);
            copied += _buffered;
            progress?.Report(copied);
            _buffered = await ReadAsync(copied, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the content as text: UTF-8, or what its first bytes say.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The text.</returns>
    /// <exception cref="AshApiException">As of <see cref="CopyToAsync"/>.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken = default)
    {
        using MemoryStream content = new();
        await CopyToAsync(content, progress: null, cancellationToken).ConfigureAwait(false);
        content.Position = 0;
        using StreamReader reader = new(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Saves the content. It is written under another name beside the file and takes the file's name at its end, so that there is never a
    /// part of a file.
    /// </summary>
    /// <param name="path">The file. Its folders are made where they are not there.</param>
    /// <param name="overwrite">Replace a file that is there.</param>
    /// <param name="modifiedAt">When the file says that it was last written, in local time; null is now.</param>
    /// <param name="progress">Is told how many bytes have been written.</param>
    /// <param name="cancellationToken">Ends the copying, and nothing is left of it.</param>
    /// <returns>The file.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.FileNotWritten"/>: the file is there already, or cannot be written.</exception>
    /// <exception cref="AshApiException">As of <see cref="CopyToAsync"/>.</exception>
    public async Task<FileInfo> SaveAsync(
        string path, bool overwrite = false, DateTime? modifiedAt = null, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        FileInfo file = new(path);
        string part = Path.Combine(file.DirectoryName!, $".{Guid.NewGuid():N}.part");
        try
        {
            file.Directory!.Create();
            await WriteAsync(part, progress, cancellationToken).ConfigureAwait(false);
            if (modifiedAt is { } time) File.SetLastWriteTime(part, time);
            File.Move(part, file.FullName, overwrite);
            file.Refresh();
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AshException(AshErrorCause.FileNotWritten, $"The file {file.FullName} cannot be written: {e.Message}", e);
        }
        finally
        {
            Remove(part);
        }
    }

    /// <summary>Closes the connection where the content was not read to its end.</summary>
    public void Dispose()
    {
        _response.Dispose();
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async Task<int> ReadAsync(long before, CancellationToken cancellationToken)
    {
        using CancellationTokenSource expired = new(_options.Timeout, _options.Clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expired.Token);
        try
        {
            return await _content.ReadAsync(_buffer, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw AnswerFailure.FromDownload(e, _path, _server, before, Length, _options.Timeout, cancellationToken);
        }
    }

    private async Task WriteAsync(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        FileStream stream = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            // A disk that has no room says so before anything is sent over the network.
            PreallocationSize = Length ?? 0,
        });
        await using (stream.ConfigureAwait(false))
        {
            await CopyToAsync(stream, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where the folder could not be made there is nothing, and otherwise there is an error already that says more.
        }
    }
}
