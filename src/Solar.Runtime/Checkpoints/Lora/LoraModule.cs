using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>The factors of one module.</summary>
/// <param name="Name">Its name, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="A">[r, in]; of an embedding [r, tokens].</param>
/// <param name="B">[out, r]; of an embedding [width, r].</param>
/// <param name="IsEmbedding">Whether it is an embedding, whose product is transposed.</param>
/// <param name="Bias">B's bias, [out]; null without.</param>
internal sealed record LoraModule(string Name, StoredTensor A, StoredTensor B, bool IsEmbedding, StoredTensor? Bias);

/// <summary>The names that PEFT gives to the tensors of an adapter.</summary>
internal static class LoraNames
{
    /// <summary>The file of weights.</summary>
    public const string Weights = "adapter_model.safetensors";

    /// <summary>What the wrapper puts before the model's own names.</summary>
    public const string Prefix = "base_model.model.";

    /// <summary>The ends of factors' names.</summary>
    public const string A = ".lora_A.weight", B = ".lora_B.weight", BiasOfB = ".lora_B.bias", EmbeddingA = ".lora_embedding_A", EmbeddingB = ".lora_embedding_B";

    /// <summary>All ends.</summary>
    public static IReadOnlyList<string> Ends { get; } = [A, B, BiasOfB, EmbeddingA, EmbeddingB];

    /// <summary>What stands within the names of tensors that are kept whole, and not in the model's own.</summary>
    public static IReadOnlyList<string> Wrappers { get; } = [".modules_to_save", ".base_layer"];
}
