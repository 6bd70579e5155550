using System.Text.Json.Serialization;

namespace Solar.Runtime.Training.Data;

/// <summary>JSON within token files, written without reflection.</summary>
[JsonSerializable(typeof(StoredNotes))]
internal sealed partial class TokenStoreJson : JsonSerializerContext;
