using System;
using Solar;
using Solar.Models;
using Solar.Runtime;
using Solar.Runtime.Native;
using TorchSharp;

using Mistral11B model = Mistral11B.Create(Placement.Meta);
using torch.Tensor sum = torch.ones(2, 3).sum();

Console.WriteLine($"layers {Mistral11B.LayerCount}, parameters {Mistral11B.ParameterCount}, sum {sum.item<float>()}");
Console.WriteLine($"libtorch {TorchLibrary.Loaded!.Directory}");

/// <summary>A model of the zoo, from the package, grown here: 48 = 2 × (32 − 8) layers.</summary>
[Upscale(typeof(Mistral7B), dropTop: 8, dropBottom: 8)]
[Expect(NumHiddenLayers = 48)]
public partial class Mistral11B;
