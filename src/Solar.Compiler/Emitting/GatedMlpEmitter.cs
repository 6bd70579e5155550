using System;
using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes the gated feed-forward block.</summary>
internal static class GatedMlpEmitter
{
    // TorchSharp has a function of the name GELU too, which hides the class.
    private const string Approximate = "Approximate = TorchSharp.Modules.GELU.Approximate";

    /// <summary>What the file needs beside the usual usings.</summary>
    public static IEnumerable<string> Usings(DecoderSpec spec) => ((MlpSpec)spec.LayerKinds[0].Mlp).HiddenAct == "gelu_pytorch_tanh" ? [Approximate] : [];

    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        MlpSpec mlp = (MlpSpec)spec.LayerKinds[0].Mlp;
        int hidden = spec.HiddenSize;
        string bias = mlp.Bias ? ", hasBias: true" : "";
        (string name, string gate) = Activation(mlp.HiddenAct);
        writer.Write($$"""
            /// <summary>down({{name}}(gate(x)) · up(x)), {{hidden}} → {{mlp.IntermediateSize}} → {{hidden}}.</summary>
            public sealed class GatedMlp : Module
            {
                private const int IntermediateSize = {{Literals.Code(mlp.IntermediateSize)}};

                internal GatedMlp(Placement placement) : base(nameof(GatedMlp))
                {
                    GateProj = placement.Linear(HiddenSize, IntermediateSize{{bias}});
                    UpProj = placement.Linear(HiddenSize, IntermediateSize{{bias}});
                    DownProj = placement.Linear(IntermediateSize, HiddenSize{{bias}});

                    register_module("gate_proj", GateProj);
                    register_module("up_proj", UpProj);
                    register_module("down_proj", DownProj);
                }

                /// <summary>Gate, {{ModelText.LinearShape(mlp.IntermediateSize, hidden, mlp.Bias)}}.</summary>
                public Linear GateProj { get; }

                /// <summary>What is gated, {{ModelText.LinearShape(mlp.IntermediateSize, hidden, mlp.Bias)}}.</summary>
                public Linear UpProj { get; }

                /// <summary>The way back, {{ModelText.LinearShape(hidden, mlp.IntermediateSize, mlp.Bias)}}.</summary>
                public Linear DownProj { get; }

                internal Tensor Forward(Tensor x) => DownProj.forward({{gate}} * UpProj.forward(x));

                /// <summary>Does nothing: the constructor registers by name.</summary>
                protected override void RegisterComponents() { }
            }
            """);
    }

    private static (string Name, string Gate) Activation(string hiddenAct) => hiddenAct switch
    {
        "silu" => ("silu", "functional.silu(GateProj.forward(x))"),
        "gelu" => ("gelu", "functional.gelu(GateProj.forward(x))"),
        "gelu_pytorch_tanh" => ("gelu_tanh", "functional.gelu(GateProj.forward(x), Approximate.tanh)"),
        "relu" => ("relu", "functional.relu(GateProj.forward(x))"),
        _ => throw new ArgumentException($"'{hiddenAct}' is no activation that can be emitted.", nameof(hiddenAct)),
    };
}
