using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>The JSON of every request and answer, generated at build time so that nothing is reflected over at run time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LocalTimeConverter)])]
[JsonSerializable(typeof(ConnectionSettings.ConfigFile))]
[JsonSerializable(typeof(ServerHealth))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(AgentBody))]
[JsonSerializable(typeof(AgentListBody))]
[JsonSerializable(typeof(PublishBody))]
[JsonSerializable(typeof(AgentFilesBody))]
[JsonSerializable(typeof(WrittenBody))]
[JsonSerializable(typeof(AgentFileListBody))]
[JsonSerializable(typeof(AgentChangeBody))]
[JsonSerializable(typeof(SessionChange))]
[JsonSerializable(typeof(OkBody))]
[JsonSerializable(typeof(DeletedBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionListBody))]
[JsonSerializable(typeof(SessionOptions))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(SessionFileListBody))]
[JsonSerializable(typeof(SessionFilesBody))]
[JsonSerializable(typeof(SentSessionFileListBody))]
[JsonSerializable(typeof(WorkspaceBody))]
[JsonSerializable(typeof(WorkspaceRestore))]
[JsonSerializable(typeof(AttachmentContentBody))]
[JsonSerializable(typeof(AttachmentBody))]
[JsonSerializable(typeof(AttachmentListBody))]
[JsonSerializable(typeof(StoredMessageListBody))]
[JsonSerializable(typeof(SessionEventListBody))]
[JsonSerializable(typeof(SessionLogBody))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(TokenUsage))]
internal sealed partial class AshJsonContext : JsonSerializerContext;
