using System.Collections.Generic;
using System.Text.Json;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Runtime.Training.State;

/// <summary>How a trained checkpoint came about: <c>training</c> in its <c>solar.json</c>. It holds nothing of time or place.</summary>
/// <param name="Kind">The word of the stage, such as <c>pretrain</c>.</param>
/// <param name="Stage">Full name of the stage.</param>
/// <param name="Start">Full name of the declaration from whose weights it started.</param>
/// <param name="Declaration">The stage as canonical JSON.</param>
/// <param name="Options">The hyper-parameters in force, overridden ones included.</param>
/// <param name="Weights">SHA-256 of the weights that it started from, by file; one entry <c>parameters</c> for a model in memory.</param>
/// <param name="Data">The data sets.</param>
/// <param name="EvalData">The data sets that it was evaluated on meanwhile; null where there were none.</param>
/// <param name="Tokens">What they became.</param>
/// <param name="Environment">What else the bytes depend on.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="FirstLoss">Loss of the first step.</param>
/// <param name="LastLoss">Loss of the last step.</param>
public sealed record TrainingManifest(
    string Kind,
    string Stage,
    string Start,
    string Declaration,
    JsonElement Options,
    IReadOnlyDictionary<string, string> Weights,
    IReadOnlyList<TrainedDataset> Data,
    IReadOnlyList<TrainedDataset>? EvalData,
    TrainedTokens Tokens,
    RunEnvironment Environment,
    long Steps,
    double FirstLoss,
    double LastLoss)
{
    /// <summary>The evaluation sets that the data was held to; null where the stage declares none.</summary>
    public IReadOnlyList<EvaluationSet>? Decontaminate { get; init; }

    /// <summary>Loss of the last evaluation; null where there was none.</summary>
    public double? EvalLoss { get; init; }

    /// <summary>The least loss of an evaluation.</summary>
    public double? BestEvalLoss { get; init; }

    /// <summary>Steps before the evaluation that had it.</summary>
    public long? BestStep { get; init; }
}

/// <summary>A data set that was trained on.</summary>
/// <param name="Name">Full name of its declaration.</param>
/// <param name="Path">Its file or files, as declared.</param>
/// <param name="Sha256">SHA-256 of the file; where there are <see cref="Files"/>, of their list as <c>sha256sum</c> prints it.</param>
/// <param name="Counts">What became of its rows.</param>
/// <param name="Problems">The first of the bad rows that were left out, in words.</param>
public sealed record TrainedDataset(string Name, string Path, string Sha256, DatasetCounts Counts, IReadOnlyList<string> Problems)
{
    /// <summary>The files of a path that names several, in the order in which they are read; else null.</summary>
    public IReadOnlyList<TrainedFile>? Files { get; init; }

    /// <summary>What it has of the evaluation sets that the stage declares, left out or not as <see cref="Counts"/> say; null where there are none.</summary>
    public DatasetContamination? Contamination { get; init; }
}

/// <summary>An evaluation set that training data was looked through for.</summary>
/// <param name="Name">Full name of its declaration.</param>
/// <param name="Path">Its file or files, as declared.</param>
/// <param name="Sha256">SHA-256 of the file; of several, of their list as <c>sha256sum</c> prints it.</param>
/// <param name="Items">Number of its items.</param>
/// <param name="Unchecked">Of them: too short to be looked for, or of common phrases alone.</param>
/// <param name="Phrases">N-grams of more than ten items, which were passed over.</param>
public sealed record EvaluationSet(string Name, string Path, string Sha256, long Items, long Unchecked, long Phrases);

/// <summary>One file of a data set.</summary>
/// <param name="Path">Its path, relative to the data folder.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
public sealed record TrainedFile(string Path, string Sha256);

/// <summary>The tokens of all data sets.</summary>
/// <param name="Documents">Documents of one pass over the data.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="Used">Of them: those that stand in a row.</param>
/// <param name="Padding">Places of rows that no token fills.</param>
/// <param name="Rows">Number of rows that they were packed into.</param>
/// <param name="Sha256">SHA-256 of the documents' tokens as little-endian 32-bit numbers: data and tokenizer in one.</param>
public sealed record TrainedTokens(int Documents, long Tokens, long Used, long Padding, int Rows, string Sha256);
