namespace Ash.Emulation.Items;

/// <summary>Things with an id, in the order in which they were made. None is ever changed: another takes its place.</summary>
internal sealed class ItemStore<T>(Func<T, string> idOf)
    where T : class
{
    private readonly object _gate = new();
    private readonly List<T> _items = [];

    public IReadOnlyList<T> List(Func<T, bool> which)
    {
        lock (_gate)
            return [.. _items.Where(which)];
    }

    public T? Find(string id)
    {
        lock (_gate)
            return _items.Find(item => idOf(item) == id);
    }

    /// <summary>Adds what is made while nobody else adds anything: of those that are there, a new one may depend.</summary>
    public T Add(Func<IReadOnlyList<T>, T> make)
    {
        lock (_gate)
        {
            var item = make(_items);
            _items.Add(item);
            return item;
        }
    }

    /// <summary>Replaces all that a condition is true of.</summary>
    public void Replace(Func<T, bool> which, Func<T, T> change)
    {
        lock (_gate)
        {
            for (var index = 0; index < _items.Count; index++)
            {
                if (which(_items[index]))
                    _items[index] = change(_items[index]);
            }
        }
    }

    /// <summary>Replaces one, and returns the new one; null when there is none.</summary>
    public T? Replace(string id, Func<T, T> change)
    {
        lock (_gate)
        {
            var index = _items.FindIndex(item => idOf(item) == id);
            return index < 0 ? null : _items[index] = change(_items[index]);
        }
    }

    public void Remove(string id)
    {
        lock (_gate)
            _items.RemoveAll(item => idOf(item) == id);
    }
}
