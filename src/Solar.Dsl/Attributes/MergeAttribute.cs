using System;

namespace Solar;

/// <summary>What all merges declare: the models, and what becomes of them. <see cref="MergeParameterAttribute"/> adds parameters that change
/// over the layers or from tensor to tensor, <see cref="MergeSliceAttribute"/> says which layers are merged with which.</summary>
/// <param name="models">What is merged: models, stages or merges.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class MergeAttribute(Type[] models) : Attribute
{
    /// <summary>What is merged: models, stages or merges.</summary>
    public Type[] Models { get; } = models;

    /// <summary>The model whose type the result has. Default: that of the base, else of the first model.</summary>
    public Type? Into { get; set; }

    /// <summary>Data type of the result; whatever it is, merging computes in float32 or wider. Default: that of the model.</summary>
    public Dtype Dtype { get; set; }

    /// <summary>What is done where vocabularies differ. Default: <see cref="VocabularyPolicy.Same"/>, they must not.</summary>
    public VocabularyPolicy Vocabulary { get; set; }

    /// <summary>Whose tokenizer and generation files go with the result. Default: the base's, else the first model's.</summary>
    public Type? TokenizerSource { get; set; }
}
