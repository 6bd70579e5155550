using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Reports;

/// <summary>
/// A graph without cycles laid out in layers, as Sugiyama et al. (1981) do it: each node below all that it is made from, edges over several layers through free places in
/// those between, nodes of a layer ordered by where their neighbours are. Equal graphs are laid out equally.
/// </summary>
internal sealed class LayeredGraph
{
    private const int Sweeps = 8, Moves = 60;

    private readonly List<List<Place>> _layers = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Lays out a graph.</summary>
    /// <param name="nodes">The nodes, inputs first.</param>
    /// <param name="inputs">For each node the nodes that it is made from.</param>
    public LayeredGraph(IReadOnlyList<string> nodes, Func<string, IEnumerable<string>> inputs)
    {
        foreach (string node in nodes)
        {
            Place[] from = [.. inputs(node).Select(input => _places[input])];
            _places.Add(node, Put(node, from.Select(place => place.Layer).DefaultIfEmpty(-1).Max() + 1));
            Edges.AddRange(from.Select(place => Connect(place, _places[node])));
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            foreach (List<Place> layer in isDown ? _layers : _layers.AsEnumerable().Reverse())
            {
                Order(layer, place => isDown ? place.Above : place.Below);
            }
        }

        for (int move = 0; move < Moves; move++)
        {
            foreach (List<Place> layer in move % 2 == 0 ? _layers : _layers.AsEnumerable().Reverse())
            {
                Move(layer);
            }
        }

        // A trunk stands upright over what comes of it.
        foreach (List<Place> layer in _layers.AsEnumerable().Reverse().Where(layer => layer is [{ Below.Count: > 0 }]))
        {
            layer[0].Column = layer[0].Below.Average(place => place.Column);
        }

        double left = _layers.SelectMany(layer => layer).Select(place => place.Column).DefaultIfEmpty(0).Min();
        _layers.ForEach(layer => layer.ForEach(place => place.Column -= left));
    }

    /// <summary>Number of layers.</summary>
    public int Layers => _layers.Count;

    /// <summary>Columns that it takes, each as wide as a node and the space beside it.</summary>
    public double Columns => _layers.SelectMany(layer => layer).Select(place => place.Column).DefaultIfEmpty(0).Max() + 1;

    /// <summary>The edges: the places that each goes through, both ends included.</summary>
    public List<IReadOnlyList<Place>> Edges { get; } = [];

    /// <summary>Where a node stands.</summary>
    public Place this[string node] => _places[node];

    private Place Put(string? node, int layer)
    {
        while (_layers.Count <= layer)
        {
            _layers.Add([]);
        }

        var place = new Place(node, layer) { Column = _layers[layer].Count };
        _layers[layer].Add(place);
        return place;
    }

    private Place[] Connect(Place from, Place to)
    {
        Place[] way = [from, .. Enumerable.Range(from.Layer + 1, to.Layer - from.Layer - 1).Select(layer => Put(null, layer)), to];
        foreach ((Place above, Place below) in way.Zip(way.Skip(1)))
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }

        return way;
    }

    private static void Order(List<Place> layer, Func<Place, List<Place>> neighbours)
    {
        Place[] ordered = [.. layer.OrderBy(place => neighbours(place) is { Count: > 0 } near ? near.Average(other => other.Column) : place.Column)];
        for (int i = 0; i < ordered.Length; i++)
        {
            layer[i] = ordered[i];
            ordered[i].Column = i;
        }
    }

    // Each towards the middle of its neighbours, no two nearer than one column: pushed apart from the left, and from the right, and the mean of both.
    private static void Move(List<Place> layer)
    {
        double[] wanted = [.. layer.Select(place => place.Above.Concat(place.Below).Select(other => other.Column).DefaultIfEmpty(place.Column).Average())];
        double[] right = [.. wanted], left = [.. wanted];
        for (int i = 1; i < wanted.Length; i++)
        {
            right[i] = Math.Max(right[i], right[i - 1] + 1);
        }

        for (int i = wanted.Length - 2; i >= 0; i--)
        {
            left[i] = Math.Min(left[i], left[i + 1] - 1);
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            layer[i].Column = (left[i] + right[i]) / 2;
        }
    }
}

/// <summary>A place in a layer: a node's, or one that an edge goes through.</summary>
/// <param name="node">The node; null for an edge's.</param>
/// <param name="layer">The layer, 0 at the top.</param>
internal sealed class Place(string? node, int layer)
{
    public string? Node { get; } = node;

    public int Layer { get; } = layer;

    /// <summary>The middle of it, in columns from the left.</summary>
    public double Column { get; set; }

    public List<Place> Above { get; } = [];

    public List<Place> Below { get; } = [];
}
