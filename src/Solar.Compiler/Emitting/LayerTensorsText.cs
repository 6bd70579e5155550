using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Lines for every tensor of a layer: experts as a loop, and what only some layers have behind a condition.</summary>
internal static class LayerTensorsText
{
    /// <summary>Writes a line for each tensor of the layer <c>i</c>.</summary>
    /// <param name="writer">Where they are written.</param>
    /// <param name="spec">The model.</param>
    /// <param name="line">The line of a tensor, whose name within the layer is code of an interpolated text: <c>{e}</c> stands for its expert.</param>
    /// <param name="condition">The condition of a kind; null for the one on <c>i</c>.</param>
    public static void Write(IndentedWriter writer, DecoderSpec spec, Func<TensorSpec, LayerSpec, string> line, Func<LayerSpec, string>? condition = null)
    {
        LayerSpec[] kinds = [.. LayerPatternText.Blocks(spec).Select(block => LayerPatternText.Used(spec).First(kind => kind.Mlp == block))];
        TensorSpec[][] tensors = [.. kinds.Select(kind => TensorCatalog.KindTensors(spec, kind).ToArray())];
        if (kinds.Length == 1)
        {
            WriteLines(writer, spec, tensors[0], kinds[0], line);
            return;
        }

        int common = Common(tensors, fromEnd: false);
        int behind = Common([.. tensors.Select(of => of.Skip(common).ToArray())], fromEnd: true);
        WriteLines(writer, spec, tensors[0].Take(common), kinds[0], line);
        for (int i = 0; i < kinds.Length; i++)
        {
            LayerSpec kind = kinds[i];
            string test = condition?.Invoke(kind) ?? LayerPatternText.Condition(spec, other => other.Mlp == kind.Mlp, "i");
            writer.Write(i == 0 ? $"if ({test})" : i == kinds.Length - 1 && condition is null ? "else" : $"else if ({test})");
            using (writer.WriteBlock())
            {
                WriteLines(writer, spec, tensors[i].Skip(common).Take(tensors[i].Length - common - behind), kind, line);
            }
        }

        if (behind > 0)
        {
            writer.Line();
            WriteLines(writer, spec, tensors[0].Skip(tensors[0].Length - behind), kinds[0], line);
        }
    }

    private static void WriteLines(IndentedWriter writer, DecoderSpec spec, IEnumerable<TensorSpec> tensors, LayerSpec kind, Func<TensorSpec, LayerSpec, string> line)
    {
        bool isOpen = false;
        TensorSpec[] all = [.. tensors];
        for (int i = 0; i < all.Length; i++)
        {
            TensorSpec tensor = all[i];
            if (tensor.Expert < 0)
            {
                if (isOpen)
                {
                    writer.Line();
                    isOpen = false;
                }

                if (line(tensor, kind) is { Length: > 0 } text)
                {
                    writer.Write(text);
                }
            }
            else if (tensor.Expert == 0 && !isOpen)
            {
                TensorSpec[] ofOne = [.. all.Skip(i).TakeWhile(other => other.Expert == 0)];
                writer.Write($"for (int e = 0; e < {Literals.Plain(all.Max(other => other.Expert) + 1)}; e++)");
                using (writer.WriteBlock())
                {
                    foreach (TensorSpec one in ofOne)
                    {
                        string list = $".{spec.Layout.Experts.List}.";
                        writer.Write(line(one with { Name = one.Name.Replace($"{list}0.", $"{list}{{e}}.") }, kind));
                    }
                }

                isOpen = true;
            }
        }
    }

    private static int Common(TensorSpec[][] tensors, bool fromEnd)
    {
        int shortest = tensors.Min(of => of.Length), common = 0;
        while (common < shortest && tensors.Select(of => of[fromEnd ? of.Length - 1 - common : common]).Distinct().Count() == 1)
        {
            common++;
        }

        return common;
    }
}
