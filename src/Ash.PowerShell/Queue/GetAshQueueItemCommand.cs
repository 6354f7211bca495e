using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets items of the server's queue, and waits until they are done.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshQueueItem", DefaultParameterSetName = ListSet)]
[OutputType(typeof(QueueItem))]
public sealed class GetAshQueueItemCommand : AshServerCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    private readonly List<string> _awaited = [];

    /// <summary><para type="description">Items to get anew: ids, objects from Add-AshQueueItem, or anything with a QueueItemId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("QueueItemId")]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    [Identity("QueueItemId", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary><para type="description">Only items in these states: pending, processing, completed, failed, cancelled.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [KnownWord(QueueItemStatus.Pending, QueueItemStatus.Processing, QueueItemStatus.Completed, QueueItemStatus.Failed, QueueItemStatus.Cancelled)]
    [ValidateSet(QueueItemStatus.Pending, QueueItemStatus.Processing, QueueItemStatus.Completed, QueueItemStatus.Failed, QueueItemStatus.Cancelled)]
    public string[]? Status { get; set; }

    /// <summary><para type="description">At most so many, the newest first. A server lists no more than the newest 500.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, QueueRoutes.MaxListed)]
    public int? First { get; set; }

    /// <summary><para type="description">Wait until they are completed, failed or cancelled, and emit each when it is. One that failed is an error too.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary><para type="description">With -Wait: how many seconds at most. What is not done by then is emitted as it is, and is an error. Without it: as long as it takes.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 2_592_000)]
    public int? TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (TimeoutSec is not null && !Wait)
            throw new AshException(AshErrorCause.InvalidRequest, "-TimeoutSec says how long to wait: it goes with -Wait.");
        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ListSet)
        {
            ForTarget(null, () =>
            {
                IReadOnlyList<QueueItem> items = List();
                if (Wait) WaitFor(items);
                else WriteObject(items, enumerateCollection: true);
            });
        }
        else if (Wait)
        {
            // They wait together, in whatever order their turns come.
            _awaited.AddRange(Id!);
        }
        else
        {
            foreach (string id in Id!) ForTarget(id, () => WriteObject(Await(Client.Queue.GetAsync(id, StopToken))));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_awaited.Count > 0) ForTarget(_awaited is [var only] ? only : _awaited.ToArray(), () => WaitFor(Find()));
    }

    /// <summary>The server filters by one state; several are as many lists.</summary>
    private IReadOnlyList<QueueItem> List()
    {
        int limit = First ?? QueueRoutes.MaxListed;
        IEnumerable<string?> states = Status?.Distinct() ?? [null];
        IReadOnlyList<QueueItem>[] lists = [.. states.Select(status => Await(Client.Queue.ListAsync(status, limit, StopToken)))];
        if (First is null && lists.Any(static list => list.Count == QueueRoutes.MaxListed))
            WriteWarning($"The server lists no more than the newest {QueueRoutes.MaxListed}: there may be older ones, which can be got by their ids.");
        return [.. lists.SelectMany(static list => list).OrderByDescending(static item => item.CreatedAt).Take(First ?? int.MaxValue)];
    }

    /// <summary>Those that are waited for, many in one request.</summary>
    private List<QueueItem> Find()
    {
        List<QueueItem> items = _awaited.Count == 1 ? []
            : [.. Await(Client.Queue.ListAsync(cancellationToken: StopToken)).Where(item => _awaited.Contains(item.Id))];
        foreach (string id in _awaited.Distinct().Except(items.Select(static item => item.Id)).ToList())
            ForTarget(id, () => items.Add(Await(Client.Queue.GetAsync(id, StopToken))));
        return items;
    }

    private void WaitFor(IReadOnlyCollection<QueueItem> items)
    {
        TimeSpan? timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        using QueueBar bar = new(this);
        foreach (QueueItem item in Await(Client.Queue.WaitAsync(items, timeout, bar, StopToken)))
        {
            WriteObject(item);
            ForTarget(item.Id, () => Check(item));
        }
    }

    private void Check(QueueItem item)
    {
        if (item.Status == QueueItemStatus.Failed)
        {
            throw new AshException(AshErrorCause.QueueItemFailed,
                $"The queue item {item.Id} for the agent '{item.AgentName}' failed {Times(item.RetryCount)}: {item.Error}");
        }
        if (!item.IsDone)
            throw new AshException(AshErrorCause.QueueItemNotDone, $"The queue item {item.Id} is still {item.Status} after {TimeoutSec} s.");
    }

    private static string Times(int count) => count == 1 ? "at its only try" : $"at each of {count} tries";
}
