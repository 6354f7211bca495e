using Polly;
using Polly.Retry;

namespace Ash.Http;

/// <summary>What may be sent again, and after how long.</summary>
internal static class RetryPolicy
{
    private const int MaxRetries = 4;

    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromDays(1);

    /// <summary>A read changes nothing, so it may be repeated on anything that may pass.</summary>
    public static bool MayRepeatRead(AshApiException failure) =>
        failure is { StatusCode: 429 or 502 or 503 or 504 } or { Cause: AshErrorCause.ServerUnreachable };

    /// <summary>
    /// A write is repeated only where the server cannot have acted: nothing was connected to, or the server itself says that it
    /// turned the request away. A connection that broke later may have carried a whole message.
    /// </summary>
    public static bool MayRepeatWrite(AshApiException failure) =>
        failure is { StatusCode: 429 } or { Cause: AshErrorCause.CapacityReached } or { Cause: AshErrorCause.ServerUnreachable, NothingSent: true };

    public static ResiliencePipeline Create(
        Func<AshApiException, bool> mayRepeat, TimeSpan maxWait, TimeProvider clock, Action<AshNotice> onNotice)
    {
        if (maxWait <= TimeSpan.Zero) return ResiliencePipeline.Empty;

        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                // A day is the most that may stand here; no wait of its own comes near it.
                MaxDelay = maxWait < LongestOwnWait ? maxWait : LongestOwnWait,
                // A server that asks for a longer wait than the caller allows is an error at once, which says when to come back.
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is AshApiException failure
                    && mayRepeat(failure)
                    && !(failure.RetryAfter > maxWait)),
                DelayGenerator = static arguments => ValueTask.FromResult(
                    (arguments.Outcome.Exception as AshApiException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    onNotice(new(AshNoticeKind.Retry,
                        $"{arguments.Outcome.Exception!.Message} Trying again in {arguments.RetryDelay.TotalSeconds:0.#} s " +
                        $"({arguments.AttemptNumber + 1} of {MaxRetries})."));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }
}
