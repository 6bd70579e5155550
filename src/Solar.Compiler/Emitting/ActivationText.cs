using System;
using System.Collections.Generic;

namespace Solar.Compiler.Emitting;

/// <summary>Activations in emitted code.</summary>
internal static class ActivationText
{
    /// <summary>The activations that can be emitted, by their Hugging Face names.</summary>
    public static IReadOnlyCollection<string> Known { get; } = ["silu", "gelu", "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "quick_gelu", "relu"];

    /// <summary>Its name in formulas.</summary>
    public static string Name(string hiddenAct) => hiddenAct switch
    {
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => "gelu_tanh",
        _ => hiddenAct,
    };

    /// <summary>The activation of an expression.</summary>
    public static string Of(string hiddenAct, string x) => hiddenAct switch
    {
        "silu" => $"functional.silu({x})",
        "gelu" => $"functional.gelu({x})",
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => $"Kernels.GeluTanh({x})",
        "quick_gelu" => $"Kernels.QuickGelu({x})",
        "relu" => $"functional.relu({x})",
        _ => throw new ArgumentException($"'{hiddenAct}' is no activation that can be emitted.", nameof(hiddenAct)),
    };
}
