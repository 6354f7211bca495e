namespace Ash;

/// <summary>How far an upload is.</summary>
/// <param name="FilesSent">Files that the server has.</param>
/// <param name="BytesSent">Their size, in bytes.</param>
/// <param name="TotalFiles">All files.</param>
/// <param name="TotalBytes">Their size, in bytes.</param>
public readonly record struct UploadProgress(int FilesSent, long BytesSent, int TotalFiles, long TotalBytes);
