using System;
using System.IO;
using System.Reflection;
using System.Text;
using System.Threading;
using ScottPlot;
using SkiaSharp;

namespace SolarPaper.Report;

/// <summary>
/// Inter, the font of labels: a machine may have none, and one's own fonts would make other pictures of the same figures. It comes out of the package Avalonia.Fonts.Inter, whose assembly
/// is embedded in this one and holds the files as a resource of Avalonia's: an index of names, offsets and lengths, and the files behind it. No code of it is run.
/// </summary>
internal sealed class InterFont : IFontResolver
{
    public const string Family = "Inter";

    private const string Resource = "!AvaloniaResources", Folder = "/Assets/";
    private const int IndexVersion = 2;

    private static readonly Lock Once = new();
    private static bool _isUsed;

    private readonly SKTypeface _regular, _bold;

    private InterFont(byte[] resource) => (_regular, _bold) = (Typeface(resource, "Inter-Regular.ttf"), Typeface(resource, "Inter-SemiBold.ttf"));

    /// <summary>Makes it the font of all plots.</summary>
    /// <exception cref="InvalidDataException">The package holds it in another form.</exception>
    public static void Use()
    {
        lock (Once)
        {
            if (_isUsed)
            {
                return;
            }

            Fonts.FontResolvers.Insert(0, new InterFont(Read()));
            Fonts.Default = Family;
            _isUsed = true;
        }
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? weight >= FontWeight.SemiBold ? _bold : _regular : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? bold ? _bold : _regular : null;

    private static byte[] Read()
    {
        using Stream package = typeof(InterFont).Assembly.GetManifestResourceStream(Family) ?? throw new InvalidDataException("The font is not embedded.");
        using var bytes = new MemoryStream();
        package.CopyTo(bytes);
        using Stream fonts = Assembly.Load(bytes.ToArray()).GetManifestResourceStream(Resource) ?? throw new InvalidDataException("The package of the font holds no fonts.");
        using var held = new MemoryStream();
        fonts.CopyTo(held);
        return held.ToArray();
    }

    private static SKTypeface Typeface(byte[] resource, string name)
    {
        using var reader = new BinaryReader(new MemoryStream(resource), Encoding.UTF8);
        int start = reader.ReadInt32() + sizeof(int);
        if (reader.ReadInt32() != IndexVersion)
        {
            throw new InvalidDataException("The package of the font has an index of another form.");
        }

        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            (string path, int offset, int length) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
            if (path == Folder + name)
            {
                return SKTypeface.FromData(SKData.CreateCopy(resource.AsSpan(start + offset, length)));
            }
        }

        throw new InvalidDataException($"The package of the font holds no {name}.");
    }
}
