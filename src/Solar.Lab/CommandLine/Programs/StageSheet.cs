using System.Collections.Generic;
using Solar.Lab.CommandLine.Output;
using Solar.Plans;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>What a stage will take before anything is loaded: the JSON of <c>plan --json</c> of a stage.</summary>
/// <param name="Name">Full name of the declaration.</param>
/// <param name="What">What it trains on what.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Budget">Tokens, steps and memory.</param>
/// <param name="Memory">Bytes of memory that this machine has for a process.</param>
internal sealed record StageSheet(string Name, string What, int Layers, long Parameters, TrainingBudget Budget, long Memory)
{
    /// <summary>Always <c>stage</c>.</summary>
    public string Kind { get; } = "stage";

    /// <summary>Whether weights, gradients and moments alone are more than this machine has.</summary>
    public bool CannotFit => Budget.Weights + Budget.Gradients + Budget.Optimizer > Memory;

    /// <summary>The sheet of a stage.</summary>
    /// <param name="entry">The stage.</param>
    /// <param name="model">Its model.</param>
    /// <param name="memory">Bytes of memory that there are.</param>
    public static StageSheet Of(ProgramEntry entry, ModelPlan model, long memory) => new(
        entry.FullName, EntryText.What(entry), model.Spec.NumHiddenLayers, model.ParameterCount, TrainingBudget.Of(entry.Stage!, model.Spec), memory);

    /// <summary>Writes it for a person or a machine.</summary>
    public void Write(LabConsole console, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(this);
        }
        else
        {
            StageTable.Write(console.Out, this);
        }
    }

    /// <summary>Its rows.</summary>
    public IEnumerable<(string Key, string Value)> Rows()
    {
        yield return (Kind, Shown.Name(Name));
        yield return ("made by", What);
        yield return ("layers", Figures.Count(Layers));
        yield return ("parameters", Figures.Count(Parameters));
        if (Budget.TrainedParameters != Parameters)
        {
            yield return ("trained", $"{Figures.Count(Budget.TrainedParameters)} of them");
        }

        yield return ("steps", Budget.Steps is { } steps ? $"{Figures.Count(steps)} of {Figures.Count(Budget.TokensPerStep)} tokens" : $"as many as the data gives, of {Figures.Count(Budget.TokensPerStep)} tokens");
        if (Budget.Tokens is { } tokens)
        {
            yield return ("tokens", Figures.Count(tokens));
        }

        yield return ("weights", Figures.Bytes(Budget.Weights));
        yield return ("gradients", Figures.Bytes(Budget.Gradients));
        yield return ("optimizer", Figures.Bytes(Budget.Optimizer));
        yield return ("activations", $"about {Figures.Bytes(Budget.Activations + Budget.Logits)}");
        yield return ("memory", $"about {Figures.Bytes(Budget.Peak)} of {Figures.Bytes(Memory)}{(CannotFit ? ": it cannot be trained here" : "")}");
    }
}
