using Ash.Emulation.Routing;

namespace Ash.Emulation.Credentials;

/// <summary>The credentials of the server.</summary>
internal sealed class CredentialStore(bool isConfigured)
{
    private readonly object _gate = new();
    private readonly List<Credential> _credentials = [];

    /// <summary>Whether the server has a key to encrypt credentials with.</summary>
    public bool IsConfigured { get; } = isConfigured;

    public void Add(Credential credential)
    {
        lock (_gate)
            _credentials.Add(credential);
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<Credential> List()
    {
        lock (_gate)
            return [.. _credentials.OrderByDescending(credential => credential.CreatedAt)];
    }

    public bool Delete(string id)
    {
        lock (_gate)
            return _credentials.RemoveAll(credential => credential.Id == id) > 0;
    }

    /// <summary>Takes a credential for a new session.</summary>
    public void Use(string id, DateTimeOffset now)
    {
        lock (_gate)
        {
            var credential = _credentials.Find(credential => credential.Id == id)
                ?? throw new RequestRefusedException(400, "Invalid or inaccessible credential");
            if (credential.Problem is { } problem)
                throw new RequestRefusedException(400, problem);
            credential.LastUsedAt = now;
        }
    }
}
