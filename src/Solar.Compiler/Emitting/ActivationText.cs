using System;
using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Activations in emitted code.</summary>
internal static class ActivationText
{
    // TorchSharp has a function of the name GELU too, which hides the class.
    private const string Approximate = "Approximate = TorchSharp.Modules.GELU.Approximate";

    /// <summary>The activations that can be emitted, by their Hugging Face names.</summary>
    public static IReadOnlyCollection<string> Known { get; } = ["silu", "gelu", "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "quick_gelu", "relu"];

    /// <summary>What the file needs beside the usual usings.</summary>
    public static IEnumerable<string> Usings(DecoderSpec spec)
    {
        foreach (LayerSpec layer in spec.LayerKinds)
        {
            string? activation = layer.Mlp switch
            {
                MlpSpec mlp => mlp.HiddenAct,
                MixtureOfExpertsSpec mixture => mixture.Expert.HiddenAct,
                _ => null,
            };
            if (activation == "gelu_pytorch_tanh")
            {
                yield return Approximate;
            }
        }
    }

    /// <summary>Its name in formulas.</summary>
    public static string Name(string hiddenAct) => hiddenAct switch
    {
        "gelu_pytorch_tanh" => "gelu_tanh",
        _ => hiddenAct,
    };

    /// <summary>The activation of an expression.</summary>
    public static string Of(string hiddenAct, string x) => hiddenAct switch
    {
        "silu" => $"functional.silu({x})",
        "gelu" => $"functional.gelu({x})",
        "gelu_pytorch_tanh" => $"functional.gelu({x}, Approximate.tanh)",
        "gelu_new" => $"Activations.GeluNew({x})",
        "gelu_fast" => $"Activations.GeluFast({x})",
        "quick_gelu" => $"Activations.QuickGelu({x})",
        "relu" => $"functional.relu({x})",
        _ => throw new ArgumentException($"'{hiddenAct}' is no activation that can be emitted.", nameof(hiddenAct)),
    };
}
