// npm packages -> C# projects (jsii-pacmak) -> NuGet packages.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, UserError } from './terminal.mjs';

export function fileName({ id, version }) {
  return `${id}.${version}.nupkg`;
}

/** Writes a C# project for each package below `output`/dotnet. */
export async function emitProjects(packages, { tools, output }) {
  const pacmak = join(tools, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  // One call each: projects emitted together refer to each other as projects, and must become packages.
  const runs = packages.map(({ source }) => run(process.execPath, [pacmak, '--targets', 'dotnet', '--code-only', '--outdir', output, source]));
  // All of them end before the first failure is told: none may go on writing into a folder that is being removed.
  for (const { reason } of await Promise.allSettled(runs)) if (reason) throw reason;
}

/** Builds the fast base class and the projects on it, in the order in which they depend on each other, into packages in `feed`. */
export async function packProjects(packages, { framework, fast, dotnet, sources, feed, work }) {
  mkdirSync(feed);
  await build(fast.project, dotnet, feed, [`-p:JsiiFastVersion=${fast.version}`, '-p:ImportDirectoryBuildTargets=false', '-p:UseArtifactsOutput=true', `-p:ArtifactsPath=${join(work, 'fast')}`]);

  const versions = new Map(packages.map(({ id, version }) => [id, version]));
  for (const { id, version } of packages) {
    const project = join(sources, id, `${id}.csproj`);
    writeFileSync(project, ownProject(readFileSync(project, 'utf8'), { framework, version, versions }));
    await build(project, dotnet, feed, [
      `-p:DirectoryBuildTargetsPath=${join(fast.folder, 'GeneratedProject.targets')}`, `-p:JsiiFastVersion=${fast.version}`,
      '-p:DebugType=none', '-p:IncludeSymbols=false', '-p:IncludeSource=false']);
  }
}

/** Not 'dotnet pack', which looks for the documentation in another folder (NU5026): the projects pack when they are built. */
function build(project, dotnet, feed, properties) {
  return run(dotnet || 'dotnet', ['build', project, '--configuration', 'Release', '--disable-build-servers', '-nologo',
    '-p:ImportDirectoryBuildProps=false', '-p:ImportDirectoryPackagesProps=false',
    `-p:PackageOutputPath=${feed}`, `-p:RestoreAdditionalProjectSources=${feed}`, ...properties]);
}

/** Our framework (pacmak's has no reference pack any more), our version, and exactly our versions of the others. */
function ownProject(project, { framework, version, versions }) {
  const edits = [
    [/(?<=<TargetFramework>)[^<]+/, () => framework],
    [/(?<=<PackageVersion>)[^<]+/, () => version],
    [/(?<=<PackageReference Include="([^"]+)" Version=")\[([^,]+),[^"]+/g, (_, id, lowest) => `[${versions.get(id) ?? lowest}]`],
  ];
  return edits.reduce((text, [pattern, replacement]) => {
    const edited = text.replace(pattern, replacement);
    if (edited === text) throw new UserError(`jsii-pacmak writes projects that pack.mjs does not know: nothing matches ${pattern}.`);
    return edited;
  }, project);
}
