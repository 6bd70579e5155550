using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Build;

public class DependencyPageTests
{
    [Fact]
    public void DependencyPage_NamesEveryCentralVersion_AndNoOther()
    {
        string[] central = [.. XDocument.Load(Repository.Path("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => $"{package.Attribute("Include")!.Value} {package.Attribute("Version")!.Value}").Order(StringComparer.Ordinal)];

        // Rows of the page's tables: | package | version | …
        string[] page = [.. File.ReadLines(Repository.Path("docs/dependencies.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 3 && cells[2].Length > 0 && char.IsAsciiDigit(cells[2][0]))
            .Select(cells => $"{cells[1]} {cells[2]}").Order(StringComparer.Ordinal)];

        Assert.Equal(central, page);
    }
}
