using System;
using System.Text.RegularExpressions;

namespace Solar.Plans;

/// <summary>From which tensors of a dense Llama or Mistral layer those of a Mixtral layer start.</summary>
public static class UpcyclingNames
{
    private static readonly Regex Expert = new(@"^block_sparse_moe\.experts\.[0-9]+\.(w[123])\.weight$", RegexOptions.CultureInvariant);

    /// <summary>The dense layer's tensor: every expert starts from the one feed-forward block; null of the router, which has no forerunner.</summary>
    /// <param name="tensor">A tensor of the Mixtral layer, by its name within it.</param>
    public static string? Source(string tensor)
    {
        if (tensor.StartsWith("block_sparse_moe.gate.", StringComparison.Ordinal))
        {
            return null;
        }

        Match expert = Expert.Match(tensor);
        return !expert.Success ? tensor : expert.Groups[1].Value switch
        {
            "w1" => "mlp.gate_proj.weight",
            "w2" => "mlp.down_proj.weight",
            _ => "mlp.up_proj.weight",
        };
    }
}
