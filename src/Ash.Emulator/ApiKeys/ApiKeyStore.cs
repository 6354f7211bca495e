using System.Security.Cryptography;
using System.Text;

namespace Ash.Emulation.ApiKeys;

/// <summary>The keys that clients had the server make.</summary>
internal sealed class ApiKeyStore
{
    private readonly object _gate = new();
    private readonly List<ApiKey> _keys = [];

    /// <summary>Makes a key. It is told this once.</summary>
    public (ApiKey Record, string Key) Create(string label, DateTimeOffset now)
    {
        // Twenty-four bytes have no padding.
        var key = "ash_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');
        var record = new ApiKey(Guid.NewGuid().ToString(), label, now, HashOf(key));
        lock (_gate)
            _keys.Add(record);
        return (record, key);
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<ApiKey> List()
    {
        lock (_gate)
            return [.. _keys.OrderByDescending(key => key.CreatedAt)];
    }

    public bool Delete(string id)
    {
        lock (_gate)
            return _keys.RemoveAll(key => key.Id == id) > 0;
    }

    public bool Knows(string key)
    {
        var hash = HashOf(key);
        lock (_gate)
            return _keys.Exists(known => CryptographicOperations.FixedTimeEquals(known.Hash, hash));
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
