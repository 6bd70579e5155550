using System;

namespace Solar;

/// <summary>Declares a model with another number of tokens.</summary>
/// <param name="base">The model, stage or merge.</param>
/// <param name="size">Number of tokens.</param>
/// <param name="policy">What new rows are, or that there are fewer.</param>
/// <example><c>[ResizeVocabulary(typeof(Solar10B), 32002, NewTokens.Mean)]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ResizeVocabularyAttribute(Type @base, int size, NewTokens policy) : Attribute
{
    /// <summary>The model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Number of tokens.</summary>
    public int Size { get; } = size;

    /// <summary>What new rows are, or that there are fewer.</summary>
    public NewTokens Policy { get; } = policy;

    /// <summary>Seed of random rows.</summary>
    public int Seed { get; set; }
}
