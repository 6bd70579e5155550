using System;
using Consumer;
using Solar.Runtime;
using Solar.Runtime.Native;
using TorchSharp;

using Mistral11B model = Mistral11B.Create(Placement.Meta);
using torch.Tensor sum = torch.ones(2, 3).sum();

Console.WriteLine($"layers {Mistral11B.LayerCount}, parameters {Mistral11B.ParameterCount}, sum {sum.item<float>()}");
Console.WriteLine($"libtorch {TorchLibrary.Loaded!.Directory}");
