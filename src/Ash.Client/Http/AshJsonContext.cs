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
[JsonSerializable(typeof(CredentialOptions))]
[JsonSerializable(typeof(NewCredentialBody))]
[JsonSerializable(typeof(CredentialListBody))]
[JsonSerializable(typeof(BedrockKey))]
[JsonSerializable(typeof(QueueItemOptions))]
[JsonSerializable(typeof(QueueItemBody))]
[JsonSerializable(typeof(QueueItemListBody))]
[JsonSerializable(typeof(QueueCountsBody))]
[JsonSerializable(typeof(UsageEventListBody))]
[JsonSerializable(typeof(UsageTotalsBody))]
[JsonSerializable(typeof(Analytics))]
[JsonSerializable(typeof(ApiKeyOptions))]
[JsonSerializable(typeof(ApiKeyListBody))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(DateTime?))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(TokenUsage))]
[JsonSerializable(typeof(AgentConfigBody))]
[JsonSerializable(typeof(AgentVersionBody))]
[JsonSerializable(typeof(AgentVersionListBody))]
[JsonSerializable(typeof(AgentVersionOptions))]
[JsonSerializable(typeof(AgentVersionChange))]
[JsonSerializable(typeof(ActivatedBody))]
[JsonSerializable(typeof(EvalCaseBody))]
[JsonSerializable(typeof(EvalCaseListBody))]
[JsonSerializable(typeof(EvalCaseOptions))]
[JsonSerializable(typeof(EvalCaseChange))]
[JsonSerializable(typeof(EvalImportBody))]
[JsonSerializable(typeof(ImportedBody))]
[JsonSerializable(typeof(EvalRunBody))]
[JsonSerializable(typeof(EvalRunListBody))]
[JsonSerializable(typeof(EvalRunOptions))]
[JsonSerializable(typeof(EvalResultBody))]
[JsonSerializable(typeof(EvalResultListBody))]
[JsonSerializable(typeof(EvalComparisonBody))]
[JsonSerializable(typeof(EvalScoreBody))]
[JsonSerializable(typeof(EvalRunScoreBody))]
[JsonSerializable(typeof(EvalScoredBody))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonArray))]
internal sealed partial class AshJsonContext : JsonSerializerContext;

/// <summary>
/// Writes the JSON of a message without a description of its properties, whose generics over numbers no runtime brings compiled: they
/// were a tenth of what a new process compiles before its first event.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageBody), GenerationMode = JsonSourceGenerationMode.Serialization)]
// Its schema has a converter, which needs the description.
[JsonSerializable(typeof(MessageBody.OutputFormatBody))]
internal sealed partial class MessageJsonContext : JsonSerializerContext;
