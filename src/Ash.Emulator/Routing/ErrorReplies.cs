using Ash.Emulation.Http;
using Ash.Emulation.Json;

namespace Ash.Emulation.Routing;

/// <summary>The shapes in which the server says no.</summary>
internal static class ErrorReplies
{
    public static HttpReply Refused(int status, string error, bool closes = false) => HttpReply.Json(
        status,
        JsonBytes.Object(json =>
        {
            json.WriteString("error", error);
            json.WriteNumber("statusCode", status);
        }),
        closes);

    public static HttpReply Invalid(InvalidRequestException problem, Route? route) => route?.Declares.Contains(problem.Status) == true
        ? Refused(problem.Status, ReasonPhrases.Of(problem.Status), problem.Closes)
        : Framework(problem.Status, problem.Code, problem.Message, problem.Closes);

    public static HttpReply NoRoute(RequestHead request)
    {
        var path = request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";
        return HttpReply.Json(404, JsonBytes.Object(json =>
        {
            json.WriteString("message", $"Route {request.Method}:{path} not found");
            json.WriteString("error", "Not Found");
            json.WriteNumber("statusCode", 404);
        }));
    }

    public static HttpReply Failed(Exception problem) =>
        Framework(500, (problem as SystemErrorException)?.Code, problem.Message, closes: false);

    private static HttpReply Framework(int status, string? code, string message, bool closes) => HttpReply.Json(
        status,
        JsonBytes.Object(json =>
        {
            json.WriteNumber("statusCode", status);
            if (code is not null)
                json.WriteString("code", code);
            json.WriteString("error", ReasonPhrases.Of(status));
            json.WriteString("message", message);
        }),
        closes);
}
