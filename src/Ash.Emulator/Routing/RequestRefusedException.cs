namespace Ash.Emulation.Routing;

/// <summary>A handler says no: <c>{"error": …, "statusCode": …}</c>.</summary>
internal sealed class RequestRefusedException(int status, string error) : Exception(error)
{
    public int Status { get; } = status;
}
