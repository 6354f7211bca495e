using Ash.Http;

namespace Ash;

/// <summary>An image or a PDF that goes with a message.</summary>
public sealed class MessageAttachment
{
    /// <summary>What the server takes as one message is base64, which is a third more.</summary>
    private const int MaxLength = MessageRoutes.MaxBody / 4 * 3;

    private MessageAttachment(string name, string mediaType, byte[] content)
    {
        Name = name;
        MediaType = mediaType;
        Content = content;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary><c>image/png</c>, <c>image/jpeg</c>, <c>image/gif</c>, <c>image/webp</c> or <c>application/pdf</c>.</summary>
    public string MediaType { get; }

    /// <summary>Its size in bytes.</summary>
    public int Length => Content.Length;

    /// <summary>The server's word for its kind of block.</summary>
    internal string BlockType => MediaType == "application/pdf" ? "document" : "image";

    internal byte[] Content { get; }

    /// <summary>Reads a file. Its type is found from its content, whatever it is called.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/>: it cannot be read, or is neither an image nor a PDF.
    /// <see cref="AshErrorCause.PayloadTooLarge"/>: it is larger than any message; it was not read.
    /// </exception>
    public static MessageAttachment Read(string path)
    {
        byte[] content;
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaxLength)
            {
                throw new AshException(AshErrorCause.PayloadTooLarge,
                    $"The attachment {path} has {length:N0} bytes; a message takes {MaxLength:N0} of them at most.");
            }
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"The attachment {path} cannot be read: {e.Message}", e);
        }
        string type = MediaTypes.FromContent(content)
            ?? throw Require.Invalid($"The attachment {path} is neither a PNG, JPEG, GIF or WebP image nor a PDF.");
        return new(Path.GetFileName(path), type, content);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
