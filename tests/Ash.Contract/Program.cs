using System.Text.Json;
using System.Text.Json.Serialization;
using Ash.Contract;

// The document's file or address in, a line of JSON for each difference out. `build.ps1 Contract` makes objects of them.
if (args is not [var source])
{
    await Console.Error.WriteLineAsync("Give the file or the URL of an OpenAPI document, for example http://localhost:4100/docs/json.");
    return 2;
}

JsonSerializerOptions json = new(JsonSerializerDefaults.General) { Converters = { new JsonStringEnumConverter() } };
try
{
    await using Stream document = await OpenAsync(source);
    Difference[] differences = [.. ContractCheck.Compare(await ServerOperation.ReadAllAsync(document), ClientOperation.All())];
    foreach (Difference difference in differences) Console.WriteLine(JsonSerializer.Serialize(difference, json));
    return differences.Any(static difference => difference.IsDrift) ? 1 : 0;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException)
{
    await Console.Error.WriteLineAsync($"{source} cannot be read: {e.Message}");
    return 2;
}

static async Task<Stream> OpenAsync(string source)
{
    if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")) return File.OpenRead(source);
    using HttpClient http = new();
    return new MemoryStream(await http.GetByteArrayAsync(address));
}
