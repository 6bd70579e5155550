using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using Solar.Runtime.Native;
using Xunit;

namespace Solar.Runtime.Tests.Native;

[SupportedOSPlatform("linux")]
public sealed class MendedCopyTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("solar-test-").FullName, "cache");
    private readonly byte[] _image = SyntheticLibrary.Write();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void FirstUse_WritesTheFile_ForThisUserAlone()
    {
        string path = MendedCopy.Keep(_image, _folder);

        Assert.Equal(_image, File.ReadAllBytes(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void SecondUse_LeavesTheFileAlone()
    {
        string path = MendedCopy.Keep(_image, _folder);
        DateTime before = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, before);

        Assert.Equal(path, MendedCopy.Keep(_image, _folder));
        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void DamagedFile_IsReplaced()
    {
        string path = MendedCopy.Keep(_image, _folder);
        File.WriteAllBytes(path, _image[..100]);

        Assert.Equal(path, MendedCopy.Keep(_image, _folder));
        Assert.Equal(_image, File.ReadAllBytes(path));
    }

    [Fact]
    public void OtherContent_GetsAnotherName()
    {
        Assert.NotEqual(MendedCopy.Keep(_image, _folder), MendedCopy.Keep([.. _image, 0], _folder));
    }

    [Fact]
    public async Task Race_LeavesOneWholeFile_AndNoDrafts()
    {
        string[] paths = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => MendedCopy.Keep(_image, _folder))));

        string path = Assert.Single(paths.Distinct());
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Equal(_image, File.ReadAllBytes(path));
    }
}
