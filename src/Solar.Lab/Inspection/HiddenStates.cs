using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Lab.Inspection;

/// <summary>
/// What the layers of a model hand to each other over one text: state i is the input of the i-th layer that ran, the last one is the output of the
/// last layer <i>before</i> the final norm. All are [tokens, hidden] in the model's type, on its device.
/// </summary>
/// <remarks>
/// A model shows its last state after the final norm alone, which is not comparable with the others. Therefore the last layer runs twice, and what it
/// hands to itself is what the norm would get: a layer's time more for each text.
/// </remarks>
public sealed class HiddenStates : IReadOnlyList<Tensor>, IDisposable
{
    private readonly Tensor[] _states;

    private HiddenStates(Tensor[] states) => _states = states;

    /// <summary>Number of states: of the layers that ran, and one.</summary>
    public int Count => _states.Length;

    /// <summary>A state, [tokens, hidden].</summary>
    public Tensor this[int index] => _states[index];

    /// <summary>Runs a model over one text.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="model">The model; no gradient is kept, and dropout is off meanwhile.</param>
    /// <param name="ids">One token id at least, the first usually BOS.</param>
    /// <param name="order">Run these layers in this order, as <see cref="ForwardContext.LayerOrder"/>; null for all, bottom first.</param>
    /// <returns>The states; whoever asked disposes them.</returns>
    /// <exception cref="ArgumentException">There is no id, or more than the model has positions, or no layer.</exception>
    public static HiddenStates Of<TModel>(TModel model, IReadOnlyList<int> ids, IReadOnlyList<int>? order = null)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ids);
        int[] layers = [.. order ?? [.. Enumerable.Range(0, TModel.Description.LayerCount)]];
        if (ids.Count == 0 || ids.Count > model.MaxPositions)
        {
            throw new ArgumentException($"A text of {ids.Count} tokens has no hidden states here: 1 to {model.MaxPositions} have.", nameof(ids));
        }

        if (layers.Length == 0)
        {
            throw new ArgumentException("An order without a layer hands nothing on.", nameof(order));
        }

        bool wasTraining = model.training;
        model.eval();
        try
        {
            return new HiddenStates(Run(model, ids, layers));
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private static Tensor[] Run<TModel>(TModel model, IReadOnlyList<int> ids, int[] layers)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();

        var states = new Tensor[layers.Length + 1];
        Device device = model.parameters().FirstOrDefault()?.device ?? CPU;
        Tensor inputIds = tensor(ids.Select(id => (long)id).ToArray(), device: device).unsqueeze(0);         // [1, tokens]
        model.Hidden(inputIds, new ForwardContext
        {
            LayerOrder = [.. layers, layers[^1]],
            OnHidden = (index, state) =>
            {
                if (index < states.Length)
                {
                    states[index] = state.squeeze(0).DetachFromDisposeScope();                              // [tokens, hidden]
                }
            },
        });
        return states;
    }

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)_states).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Lets all states go.</summary>
    public void Dispose()
    {
        foreach (Tensor state in _states)
        {
            state.Dispose();
        }
    }
}
