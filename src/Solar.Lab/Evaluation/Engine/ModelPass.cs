using System;
using System.Linq;
using System.Text.Json;
using Solar.Runtime;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>What the engine needs of a model, whatever its type is.</summary>
internal sealed record ModelPass
{
    /// <summary>Everything below the head: ids [batch, length] to [batch, length, hidden].</summary>
    public required Func<Tensor, ForwardContext, Tensor> Hidden { get; init; }

    /// <summary>The head: [.., hidden] to [.., vocabulary].</summary>
    public required Func<Tensor, Tensor> Head { get; init; }

    /// <summary>An empty cache for a number of sequences and of positions.</summary>
    public required Func<long, long, KeyValueCache> CreateCache { get; init; }

    /// <summary>Where it computes.</summary>
    public required Device Device { get; init; }

    /// <summary>Whether what it makes of a token depends on how long the whole sequence is: neither padding nor a cache may change that then.</summary>
    public required bool DependsOnLength { get; init; }

    /// <summary>The passes of a model.</summary>
    public static ModelPass Of<TModel>(TModel model) where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> => new()
    {
        Hidden = model.Hidden,
        Head = model.Head,
        CreateCache = model.CreateCache,
        Device = model.parameters().FirstOrDefault()?.device ?? CPU,
        DependsOnLength = HasScalingByLength(TModel.Description.Config),
    };

    // Of the ways to stretch rotary positions, two ask for the length of the sequence.
    private static bool HasScalingByLength(string config)
    {
        using JsonDocument document = JsonDocument.Parse(config);
        foreach (string key in new[] { "rope_scaling", "rope_parameters" })
        {
            if (document.RootElement.TryGetProperty(key, out JsonElement scaling) && scaling.ValueKind == JsonValueKind.Object)
            {
                string?[] kinds = [Text(scaling, "rope_type"), Text(scaling, "type")];
                if (kinds.Any(kind => kind is "dynamic" or "longrope" or "su"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
