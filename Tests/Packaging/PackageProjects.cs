namespace SignalRChat.Tests.Packaging;

/// <summary>The project files of the apps in empty folders.</summary>
internal static class PackageProjects
{
    /// <summary>An app on .NET Framework is compiled, and an app on .NET 8 runs on the newer runtime.</summary>
    public const string Client = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFrameworks>net10.0;net8.0;net48</TargetFrameworks>
            <LangVersion>9</LangVersion>
            <Nullable>enable</Nullable>
            <RollForward>Major</RollForward>
            <UseAppHost>false</UseAppHost>
            <CheckEolTargetFramework>false</CheckEolTargetFramework>
            <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
          </PropertyGroup>
          <ItemGroup>
            <FrameworkReference Update="Microsoft.NETCore.App" TargetingPackVersion="8.0.31" Condition="'$(TargetFramework)' == 'net8.0'" />
            <PackageReference Include="SignalRChat.Client" Version="VERSION" />
            <ProjectReference Include="../library/Library.csproj" />
            <Reference Include="System.Net.Http" Condition="'$(TargetFramework)' == 'net48'" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>The library that the app shares with apps on other frameworks.</summary>
    public const string Library = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>netstandard2.0</TargetFramework>
            <LangVersion>9</LangVersion>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="SignalRChat.Client" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>The project of <c>dotnet new web</c>, with the server.</summary>
    public const string Server = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="SignalRChat" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;
}
