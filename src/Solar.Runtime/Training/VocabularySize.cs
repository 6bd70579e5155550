using System.Text.Json;

namespace Solar.Runtime.Training;

/// <summary>The vocabulary of a model, from the config.json that it declares.</summary>
internal static class VocabularySize
{
    public static long Of(ModelDescription model)
    {
        using JsonDocument config = JsonDocument.Parse(model.Config);
        return config.RootElement.GetProperty("vocab_size").GetInt64();
    }
}
