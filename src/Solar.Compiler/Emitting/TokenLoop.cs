using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The head of the loop of a stage that learns from rows of tokens: pretraining and instruction tuning.</summary>
internal static class TokenLoop
{
    /// <summary>What a file with such a loop uses beside the rest.</summary>
    public static IEnumerable<string> Usings(StagePlan plan, DecoderSpec model) =>
        plan.Declaration.Kind == StageKind.AlignTune || Balanced(model) is null ? [] : ["Solar.Runtime.Layers"];

    /// <summary>From the opening of the run to the last forward pass of a step.</summary>
    public static string Of(StagePlan plan, DecoderSpec spec, string model, StageFigures figures)
    {
        string name = Identifiers.Escape(plan.Declaration.Name.Name);
        MixtureOfExpertsSpec? balanced = Balanced(spec);
        string length = figures.IsRagged ? $"≤ {figures.Length}" : $"{figures.Length}";
        return $$"""
                using var run = await TrainingRun<{{model}}>.OpenAsync<{{name}}>(options, cancellationToken);
            {{Coefficient(balanced)}}
                foreach (Batch batch in run.Batches(cancellationToken))                 // one optimiser step
                {
                    foreach (MicroBatch micro in batch)                                 // {{figures.MicroBatches}}
                    {
                        using var scope = NewDisposeScope();
            {{Forward(balanced, $"[{figures.Rows}, {length}, {spec.HiddenSize}]")}}
                        loss.backward();

                        batch.Record(loss);
                    }

            """;
    }

    // The kind of layers whose routers are to be kept even; their coefficients are one key of the config.
    private static MixtureOfExpertsSpec? Balanced(DecoderSpec spec) => spec.LayerKinds
        .Select(kind => kind.Mlp)
        .OfType<MixtureOfExpertsSpec>()
        .FirstOrDefault(mixture => mixture.RouterAuxLossCoefficient > 0);

    private static string Coefficient(MixtureOfExpertsSpec? balanced) => balanced is null
        ? ""
        : $"""
                const double routerAuxLossCoef = {Literals.Code(balanced.RouterAuxLossCoefficient)};

            """.TrimEnd(' ');

    private static string Forward(MixtureOfExpertsSpec? balanced, string shape) => balanced is null
        ? $"""

                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context);                        // {shape}
                        Tensor loss = Losses.NextToken(hidden, run.Model.Head, micro.Labels, batch.Targets);    // sum / targets of the whole step
            """
        : $$"""
                        using RouterLog routers = new();

                        Tensor hidden = run.Model.Hidden(micro.InputIds, micro.Context with { Routers = routers });    // {{shape}}
                        Tensor loss = Losses.NextToken(hidden, run.Model.Head, micro.Labels, batch.Targets);           // sum / targets of the whole step
                        Tensor balance = routers.LoadBalancingLoss(expertsPerToken: {{balanced.NumExpertsPerToken}}, micro.AttentionMask);           // {{balanced.NumExpertsPerToken}} where all experts are used alike
                        loss = loss + routerAuxLossCoef * micro.Share * balance;
            """;
}
