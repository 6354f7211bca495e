using System.Collections;
using System.Collections.Immutable;

namespace Ash.Emulation;

/// <summary>What goes wrong. Faults can be added and taken away while the server runs.</summary>
public sealed class EmulatorFaults : IReadOnlyList<EmulatorFault>
{
    private ImmutableList<EmulatorFault> _faults = [];

    internal EmulatorFaults()
    {
    }

    /// <inheritdoc/>
    public int Count => _faults.Count;

    /// <inheritdoc/>
    public EmulatorFault this[int index] => _faults[index];

    /// <summary>Adds a fault and returns it.</summary>
    public T Add<T>(T fault)
        where T : EmulatorFault
    {
        ArgumentNullException.ThrowIfNull(fault);
        ImmutableInterlocked.Update(ref _faults, faults => faults.Add(fault));
        return fault;
    }

    /// <summary>Takes a fault away.</summary>
    public bool Remove(EmulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return ImmutableInterlocked.Update(ref _faults, faults => faults.Remove(fault));
    }

    /// <summary>Takes all faults away.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _faults, faults => faults.Clear());

    /// <inheritdoc/>
    public IEnumerator<EmulatorFault> GetEnumerator() => _faults.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The faults that happen to this request, in their order; one that ends it is the last.</summary>
    internal IReadOnlyList<EmulatorFault> Take(string method, string path)
    {
        var taken = new List<EmulatorFault>();
        foreach (var fault in _faults)
        {
            if (!fault.TryTake(method, path))
                continue;
            taken.Add(fault);
            if (fault.EndsRequest)
                break;
        }

        return taken;
    }
}
